/*
clause = "IN-1"
zh = "各层沟通渠道畅通"
en = "Channels exist at every level"
by = "inspection"
*/
