package io.handclasp.handshake.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that is written now, and its older siblings {@code FILE.1} (the youngest) to {@code
 * FILE.keep}. Readable by its owner alone. For one thread.
 */
final class JournalFile implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path file;
  private final long maxBytes;
  private final int keep;
  private FileChannel channel;
  private @Nullable Object key;
  private long size;
  private boolean torn;

  private JournalFile(Path file, long maxBytes, int keep) throws IOException {
    this.file = file;
    this.maxBytes = maxBytes;
    this.keep = keep;
    channel = open();
  }

  static JournalFile open(Path file, long maxBytes, int keep) throws IOException {
    return new JournalFile(file, maxBytes, keep);
  }

  private FileChannel open() throws IOException {
    // Reading tells whether the last line is whole; a channel to append cannot read.
    boolean unfinished = !endsWithLine(file);
    FileAttribute<?>[] mode =
        POSIX
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    FileChannel opened = FileChannel.open(file, options, mode);
    try {
      tighten();
      size = opened.size();
      key = keyOf(file);
      torn = unfinished;
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private void tighten() throws IOException {
    if (POSIX && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private static boolean endsWithLine(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      if (in.size() == 0) {
        return true;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      return in.read(last, in.size() - 1) != 1 || last.get(0) == '\n';
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Appends whole lines; a new file is begun where they would make this one too long. */
  void append(ByteBuffer lines) throws IOException {
    if (size > 0 && size + lines.remaining() > maxBytes) {
      rotate();
    }
    if (torn) {
      // Whoever wrote here before was cut off in the middle of a line.
      writeAll(ByteBuffer.wrap(new byte[] {'\n'}));
    }
    torn = true;
    writeAll(lines);
    torn = false;
  }

  /** How many bytes may be added before a new file is begun. */
  long room() {
    return maxBytes - size;
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      size += channel.write(bytes);
    }
  }

  private void rotate() throws IOException {
    channel.close();
    if (keep == 0) {
      Files.deleteIfExists(file);
    } else {
      for (int age = keep; age > 1; age--) {
        move(older(file, age - 1), older(file, age));
      }
      move(file, older(file, 1));
    }
    channel = open();
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // Somebody tidied up; nothing is lost by it here.
    }
  }

  /** Begins anew where the file was moved or deleted by somebody else. */
  void reopenIfGone() throws IOException {
    if (!channel.isOpen() || !Objects.equals(key, keyOf(file))) {
      channel.close();
      channel = open();
    }
  }

  /** The sibling of that age, 1 for the youngest. */
  static Path older(Path file, int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  /**
   * What stays the same when the file is renamed; null where there is no file, or no such thing.
   */
  static @Nullable Object keyOf(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.force(false);
      channel.close();
    }
  }
}
