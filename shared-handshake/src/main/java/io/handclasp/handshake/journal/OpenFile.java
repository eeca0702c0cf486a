package io.handclasp.handshake.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file of a journal, open for reading.
 *
 * @param file where it stood when it was opened
 * @param channel the open file
 * @param key what stays the same when it is renamed; null where the system has no such thing
 * @param size as it was when it was opened
 */
record OpenFile(Path file, FileChannel channel, @Nullable Object key, long size) {
  /** Opens it; where it is renamed at that very moment, opens what took its place. */
  static OpenFile open(Path file) throws IOException {
    while (true) {
      Object key = JournalFile.keyOf(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (Objects.equals(key, JournalFile.keyOf(file))) {
        return new OpenFile(file, channel, key, channel.size());
      }
      channel.close();
    }
  }

  boolean isSameAs(OpenFile other) {
    return key != null && Objects.equals(key, other.key);
  }
}
