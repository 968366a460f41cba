"""Runs in an xterm and connects its terminal to a socket, as a terminal program does with a serial line."""

import os
import select
import socket
import sys
import tty

line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
tty.setraw(0)
while True:
    for ready in select.select([0, line], [], [])[0]:
        if ready == 0:
            line.sendall(os.read(0, 4096))
        else:
            data = line.recv(65536)
            if not data:
                sys.exit()
            os.write(1, data)
