package io.handclasp.proxy.forward;

import java.io.DataInputStream;
import java.io.IOException;

/** The server's end of HTTP/2 frame by frame, for scripts of a {@link ScriptedOrigin}. */
final class RawHttp2 {
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int PING = 6;
  static final int GOAWAY = 7;

  /** What a client begins with: the preface, and no settings. */
  static final String BEGIN = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

  private static final int PREFACE = 24;

  private final RawClient connection;

  /** Takes the client's preface and says no settings. */
  RawHttp2(RawClient connection) throws IOException {
    this.connection = connection;
    connection.bytes(PREFACE);
    connection.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
  }

  /** Reads frames until one of that type came. */
  void await(int type) throws IOException {
    await(connection, type);
  }

  /** The same, at either end. */
  static void await(RawClient connection, int type) throws IOException {
    DataInputStream in = new DataInputStream(connection.in());
    int seen;
    do {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      seen = in.readUnsignedByte();
      in.readNBytes(5 + length);
    } while (seen != type);
  }

  void maxStreams(int streams) throws IOException {
    connection.send(new byte[] {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, (byte) streams});
  }

  void ping() throws IOException {
    connection.send(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
  }

  /** Says that no stream behind this one is taken. */
  void goAway(int last) throws IOException {
    connection.send(new byte[] {0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, (byte) last, 0, 0, 0, 0});
  }

  /** The whole answer: 204. */
  void noContent(int stream) throws IOException {
    connection.send(new byte[] {0, 0, 1, 1, 5, 0, 0, 0, (byte) stream, (byte) 0x89});
  }

  /** The head of an answer whose body is still to come: 200. */
  void ok(int stream) throws IOException {
    head(stream, 0x88);
  }

  /**
   * The head of an answer that does not end with it.
   *
   * @param status as HPACK's static table tells it in one octet
   */
  void head(int stream, int status) throws IOException {
    connection.send(new byte[] {0, 0, 1, 1, 4, 0, 0, 0, (byte) stream, (byte) status});
  }

  /** The end of a body. */
  void end(int stream) throws IOException {
    connection.send(new byte[] {0, 0, 0, 0, 1, 0, 0, 0, (byte) stream});
  }
}
