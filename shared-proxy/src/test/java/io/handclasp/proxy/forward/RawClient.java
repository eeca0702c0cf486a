package io.handclasp.proxy.forward;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A socket to write exact bytes to and to read answers from. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(15_000);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  Socket socket() {
    return socket;
  }

  RawClient send(String bytes) throws IOException {
    return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Ends the connection as a crash would. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Everything up to and with the next empty line. */
  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last4 = 0;
    while (last4 != 0x0d0a0d0a) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("connection ended behind: " + head);
      }
      head.write(next);
      last4 = last4 << 8 | next;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  String bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("connection ended after " + bytes.length + " of " + count);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  InputStream in() {
    return in;
  }

  /** A whole answer with a stated length or in chunks: head and body. */
  String answer() throws IOException {
    String head = head();
    return head + body(head);
  }

  String body(String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("transfer-encoding: chunked")) {
      return chunks();
    }
    int at = lower.indexOf("content-length: ");
    if (at < 0) {
      return "";
    }
    int end = lower.indexOf('\r', at);
    return bytes(Integer.parseInt(lower.substring(at + 16, end)));
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        String trailer = line();
        while (!trailer.isEmpty()) {
          body.append('[').append(trailer).append(']');
          trailer = line();
        }
        return body.toString();
      }
      body.append(bytes(size));
      line();
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("connection ended in a line");
      }
      if (next != '\r') {
        line.write(next);
      }
      next = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** What comes until the peer closes; a reset counts as an end. */
  String toEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketException e) {
      all.write("<reset>".getBytes(StandardCharsets.US_ASCII));
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
