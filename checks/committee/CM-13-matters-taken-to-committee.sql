/*
clause = "CM-13"
item = "5.3"
zh = "应申报、通报的事项均已申报通报"
en = "What had to be applied for or notified was"
by = "inspection"
*/
