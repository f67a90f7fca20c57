/*
clause = "6.2.7"
unit = "0.1"
zh = "招牌整洁安全"
en = "Signs are tidy and safe"
subjects = "shops"
by = "inspection"
*/
