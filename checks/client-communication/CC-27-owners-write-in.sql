/*
clause = "CC-27"
zh = "会前听取业主书面意见十日"
en = "Owners have ten days to write in before the meeting"
by = "inspection"
*/
