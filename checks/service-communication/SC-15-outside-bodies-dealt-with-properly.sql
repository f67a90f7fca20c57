/*
clause = "SC-15"
zh = "对外沟通得体、合规、高效"
en = "Dealings with outside bodies are proper"
by = "inspection"
*/
