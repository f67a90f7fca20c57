/*
clause = "6.2.6"
unit = "0.1"
zh = "经营不影响居住"
en = "Trade does not disturb residents"
subjects = "shops"
by = "inspection"
*/
