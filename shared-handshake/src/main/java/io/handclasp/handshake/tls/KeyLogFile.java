package io.handclasp.handshake.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of secrets in the key log format of NSS ({@code SSLKEYLOGFILE}), as Wireshark reads it.
 * Made exclusively and readable by its owner alone. Written at once, by whichever event loop has a
 * handshake; safe for use by many threads. Whoever opened it ends it in time.
 */
public final class KeyLogFile implements AutoCloseable {
  private static final String HEADING =
      "# Secrets of TLS connections: whoever has this file can read what they carry.\n";

  private final Path file;
  private final WritableByteChannel channel;
  private boolean empty = true;
  private boolean closed;

  KeyLogFile(Path file, WritableByteChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Makes the file.
   *
   * @throws IOException where it exists already or cannot be made for the owner alone
   */
  public static KeyLogFile create(Path file) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      throw new IOException("its file system cannot keep others from reading it", e);
    }
    return new KeyLogFile(file, channel);
  }

  /** Adds one line without its end; without effect after {@link #close}. */
  synchronized void write(byte[] line) {
    if (closed) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(HEADING.length() + line.length + 1);
    if (empty) {
      bytes.put(HEADING.getBytes(US_ASCII));
      empty = false;
    }
    bytes.put(line).put((byte) '\n').flip();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      abandon(); // A handshake must not fail by it.
    }
  }

  private void abandon() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be written any more, which is what was wanted.
    }
  }

  /** Writes no more; a file that nothing was written to is taken away. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
      if (empty) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot close " + file, e);
    }
  }
}
