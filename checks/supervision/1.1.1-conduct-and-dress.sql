/*
clause = "1.1.1"
unit = "0.1"
zh = "着装规范、行为得体、精神饱满"
en = "Staff follow the conduct and dress standard"
subjects = "staff"
by = "inspection"
*/
