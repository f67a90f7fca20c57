/*
clause = "4.1.2"
unit = "0.1"
zh = "按服务流程提供服务"
en = "Service follows the process"
subjects = "home_services"
by = "inspection"
*/
