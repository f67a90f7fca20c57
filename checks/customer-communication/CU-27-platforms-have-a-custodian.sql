/*
clause = "CU-27"
zh = "对外平台专人维护、关注媒体"
en = "Platforms have a custodian; the media are watched"
by = "inspection"
*/
