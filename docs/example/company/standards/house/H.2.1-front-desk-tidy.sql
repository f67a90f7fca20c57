/*
clause = "H.2.1"
unit = "0.2"
zh = "前台整洁、有人值守"
en = "The front desk is tidy and staffed"
by = "inspection"
*/
