/*
clause = "4.5.3"
unit = "0.1"
zh = "措施现场实施有效"
en = "The measures work on site"
subjects = "home_service_measures"
by = "inspection"
*/
