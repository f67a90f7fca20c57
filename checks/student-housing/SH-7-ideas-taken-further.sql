/*
clause = "SH-7"
zh = "暂不能实现的建议向上级争取"
en = "Ideas beyond its power are taken further"
by = "inspection"
*/
