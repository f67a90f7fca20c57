/*
clause = "PS-7"
zh = "配合推介活动布置"
en = "Promotion events are supported"
by = "inspection"
*/
