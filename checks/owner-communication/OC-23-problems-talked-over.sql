/*
clause = "OC-23"
zh = "日常发现的问题与业户沟通"
en = "Problems found are talked over with the owner"
by = "inspection"
*/
