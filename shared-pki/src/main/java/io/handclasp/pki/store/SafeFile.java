package io.handclasp.pki.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Writes files so that a crash at any point leaves the old file or the new one, never half: into a
 * new file beside the target, synced, then moved over it.
 *
 * <p>A file that takes the place of another takes over its group, its mode and, where this user may
 * give files away, its owner, so that whoever could read the old one can read the new one. Files
 * with keys never become readable to more than {@link KeyFileAccess} holds to be right.
 */
public final class SafeFile {
  /** Who may read what is written where nothing was; where the file system knows of it. */
  public enum Access {
    /** The owner only (0600): keys. */
    OWNER,
    /** Everyone (0644): certificates. */
    EVERYONE
  }

  private SafeFile() {}

  /**
   * Writes a file that must not exist yet.
   *
   * @throws StoreException with {@link StoreFault#FILE_EXISTS} or {@link
   *     StoreFault#FILE_UNWRITABLE}
   */
  public static void create(Path file, byte[] content, Access access) throws StoreException {
    write(file, content, access, false);
  }

  /**
   * Writes a file, in place of what was there if anything was; owner, group and mode are then taken
   * over.
   *
   * @throws StoreException with {@link StoreFault#FILE_UNWRITABLE}
   */
  public static void replace(Path file, byte[] content, Access access) throws StoreException {
    write(file, content, access, true);
  }

  static void write(Path file, byte[] content, Access access, boolean overwrite)
      throws StoreException {
    Path target = behindLinks(file.toAbsolutePath());
    Path fresh = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      if (!overwrite && Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      try {
        fill(fresh, content, access);
        if (overwrite) {
          FileOwnership.handOver(target, fresh, access);
          Files.move(
              fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
          putWhereNothingIs(fresh, target);
        }
      } finally {
        Files.deleteIfExists(fresh);
      }
      syncFolder(target);
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(
          StoreFault.FILE_EXISTS,
          file,
          "The file " + file + " exists already, and is not overwritten; name another.",
          e);
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.FILE_UNWRITABLE,
          file,
          "The file "
              + file
              + " could not be written: "
              + (e instanceof NoSuchFileException
                  ? "its folder does not exist"
                  : "it " + Faults.why(e))
              + "; check its folder and space.",
          e);
    }
  }

  // A link to a store stays one: what it points to is written.
  private static Path behindLinks(Path path) {
    try {
      return Files.isSymbolicLink(path) ? path.toRealPath() : path;
    } catch (IOException pointsNowhere) {
      return path;
    }
  }

  private static void fill(Path fresh, byte[] content, Access access) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(fresh, options, attributes(fresh, access))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] attributes(Path file, Access access) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions =
        PosixFilePermissions.fromString(access == Access.OWNER ? "rw-------" : "rw-r--r--");
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  // A link fails where the target exists, so nobody's file is overwritten even in a race. Where the
  // file system has no links, the check before has to do.
  private static void putWhereNothingIs(Path fresh, Path target) throws IOException {
    try {
      Files.createLink(target, fresh);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  // The name itself is durable once its folder is synced; some systems cannot open a folder, and
  // there is nothing to be done about it there.
  private static void syncFolder(Path target) {
    Path folder = target.getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notPossibleHere) {
      return;
    }
  }
}
