#ifndef EARSHOT_CLINUX_SHIM_H
#define EARSHOT_CLINUX_SHIM_H
// What glibc's Swift module does not show of Linux: epoll, accept4, eventfd and their like.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include "crc32c.h"
#include "persistence-calls.h"
#include "transport.h"
#endif
