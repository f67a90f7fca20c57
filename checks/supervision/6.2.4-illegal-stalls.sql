/*
clause = "6.2.4"
unit = "0.1"
zh = "无违章摆卖"
en = "No illegal stalls"
subjects = "shops"
by = "inspection"
*/
