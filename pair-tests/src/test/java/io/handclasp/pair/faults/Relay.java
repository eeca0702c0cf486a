package io.handclasp.pair.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** Stands between both ends and does something to the records of one of them. */
final class Relay {
  private Relay() {}

  /** To a port on this host, with one hand in what the server says. */
  static RawServer.Script to(int port, Hand hand) {
    return socket -> {
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread up = new Thread(() -> copy(socket, server), "relay-up");
        up.setDaemon(true);
        up.start();
        down(server.getInputStream(), socket.getOutputStream(), hand);
      }
    };
  }

  private static void down(InputStream in, OutputStream out, Hand hand) throws IOException {
    for (int number = 0; ; number++) {
      byte[] record = RawServer.readRecord(in);
      if (record.length == 0) {
        return;
      }
      byte[] changed = hand.on(number, record);
      out.write(changed);
      out.flush();
      if (changed.length != record.length) {
        return;
      }
    }
  }

  /** The other direction tells where this one breaks. */
  private static boolean copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** May change a record; a shorter one ends the connection. */
  @FunctionalInterface
  interface Hand {
    byte[] on(int number, byte[] record);
  }
}
