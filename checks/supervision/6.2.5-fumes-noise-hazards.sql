/*
clause = "6.2.5"
unit = "0.1"
zh = "油烟噪音达标、无危险物品"
en = "Fumes and noise within limits, nothing hazardous stored"
subjects = "shops"
by = "inspection"
*/
