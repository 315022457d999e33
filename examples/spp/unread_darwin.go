package main

// unreadRequest asks a terminal how many bytes wait to be read: FIONREAD, which package unix lacks here.
const unreadRequest = 0x4004667f
