/*
 * What sending evenly costs at all: a small program that sends a request at every moment of an even schedule and reads
 * the answer, without parsing, checking or counting anything. A timer wakes it for each arrival, epoll for each answer.
 *
 * even-floor <port> <requests a second> <seconds>
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 64, TIMER = CONNECTIONS };

static long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void watch(int epoll, int fd, unsigned name) {
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = name};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static int open_connection(int port) {
  int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
    perror("connect");
    exit(1);
  }
  return fd;
}

int main(int count, char **args) {
  if (count != 4) {
    fprintf(stderr, "even-floor <port> <requests a second> <seconds>\n");
    return 2;
  }
  int port = atoi(args[1]);
  double rate = atof(args[2]);
  long requests = (long)(rate * atof(args[3])), sent = 0, answered = 0;
  int connections[CONNECTIONS], busy[CONNECTIONS] = {0};
  int epoll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  char request[128], answer[1 << 16];
  int length = snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", port);

  prctl(PR_SET_TIMERSLACK, 1);
  watch(epoll, timer, TIMER);
  for (int i = 0; i < CONNECTIONS; i++) watch(epoll, connections[i] = open_connection(port), i);

  long start = now_ns() + 20000000, armed = 0;
  while (answered < requests) {
    long due = start + (long)(sent * 1e9 / rate);
    while (sent < requests && due <= now_ns()) {
      int free = 0;
      while (free < CONNECTIONS && busy[free]) free++;
      if (free == CONNECTIONS) break;
      if (write(connections[free], request, length) != length) return 1;
      busy[free] = 1;
      sent++;
      due = start + (long)(sent * 1e9 / rate);
    }
    struct itimerspec at = {.it_value = {due / 1000000000, due % 1000000000}};
    /* Once for each arrival: setting it again for the same moment would cost a fifth more. */
    if (sent < requests && due != armed) timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
    armed = due;
    struct epoll_event events[CONNECTIONS + 1];
    int ready = epoll_wait(epoll, events, CONNECTIONS + 1, 1000);
    for (int i = 0; i < ready; i++) {
      unsigned name = events[i].data.u32;
      int fd = name == TIMER ? timer : connections[name];
      if (read(fd, answer, sizeof answer) <= 0 || name == TIMER) continue;
      answered += busy[name];
      busy[name] = 0;
    }
  }
  return 0;
}
