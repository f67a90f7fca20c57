/*
clause = "6.2.3"
unit = "0.1"
zh = "消防合规、定期检查、铺面整齐无违规"
en = "Fire rules kept and checked; fronts tidy"
subjects = "shops"
by = "inspection"
*/
