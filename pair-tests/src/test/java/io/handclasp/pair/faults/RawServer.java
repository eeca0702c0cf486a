package io.handclasp.pair.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that does to each connection what a script says. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;

  RawServer(Script script) throws IOException {
    server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(script), "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Script script) {
    boolean open = true;
    while (open) {
      open = serveOne(script);
    }
  }

  /** A connection that breaks is the script's doing, or the peer's. */
  private boolean serveOne(Script script) {
    try (Socket socket = server.accept()) {
      script.run(socket);
      return true;
    } catch (IOException e) {
      return !server.isClosed();
    }
  }

  String endpoint() {
    return "https://127.0.0.1:" + server.getLocalPort();
  }

  /** Reads what comes first: a hello lies in one record. */
  static byte[] readHello(Socket socket) throws IOException {
    return readRecord(socket.getInputStream());
  }

  /** The next record with its header; empty at the end of the stream. */
  static byte[] readRecord(InputStream in) throws IOException {
    byte[] header = in.readNBytes(5);
    if (header.length < 5) {
      return new byte[0];
    }
    int length = ((header[3] & 0xff) << 8) | (header[4] & 0xff);
    byte[] body = in.readNBytes(length);
    byte[] record = java.util.Arrays.copyOf(header, 5 + body.length);
    System.arraycopy(body, 0, record, 5, body.length);
    return record;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  @FunctionalInterface
  interface Script {
    void run(Socket socket) throws IOException;
  }
}
