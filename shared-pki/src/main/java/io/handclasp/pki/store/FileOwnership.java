package io.handclasp.pki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands owner, group and mode on from a file to the one that takes its place. */
final class FileOwnership {
  private FileOwnership() {}

  /**
   * Gives the fresh file what the old one has, as far as this user may; nothing happens where there
   * is no old file, or the file system knows of no owners.
   *
   * @throws IOException where the mode cannot be set
   */
  static void handOver(Path old, Path fresh, SafeFile.Access access) throws IOException {
    PosixFileAttributeView from = view(old);
    PosixFileAttributeView to = view(fresh);
    if (from == null || to == null || !Files.exists(old)) {
      return;
    }
    PosixFileAttributes was = from.readAttributes();
    // The mode comes last: nobody is to read by it in the name of another owner or group.
    boolean sameGroup = permitted(() -> to.setGroup(was.group()));
    permitted(() -> to.setOwner(was.owner()));
    Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
    mode.addAll(sameGroup ? was.permissions() : forAnotherGroup(was.permissions()));
    if (access == SafeFile.Access.OWNER) {
      mode.retainAll(KeyFileAccess.most(fresh));
    }
    to.setPermissions(mode);
  }

  /** The same mode for a file whose group is not that which was meant: it may what others may. */
  static Set<PosixFilePermission> forAnotherGroup(Set<PosixFilePermission> mode) {
    Set<PosixFilePermission> narrowed = EnumSet.noneOf(PosixFilePermission.class);
    narrowed.addAll(mode);
    if (!mode.contains(PosixFilePermission.OTHERS_READ)) {
      narrowed.remove(PosixFilePermission.GROUP_READ);
    }
    if (!mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      narrowed.remove(PosixFilePermission.GROUP_WRITE);
    }
    if (!mode.contains(PosixFilePermission.OTHERS_EXECUTE)) {
      narrowed.remove(PosixFilePermission.GROUP_EXECUTE);
    }
    return narrowed;
  }

  // Links are not followed: in a folder of somebody else's, the fresh file may have become one.
  private static @Nullable PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * True where it was done; a user may give files to groups of its own only, and to nobody else.
   */
  private static boolean permitted(Change change) {
    try {
      change.make();
      return true;
    } catch (IOException notPermitted) {
      return false;
    }
  }

  private interface Change {
    void make() throws IOException;
  }
}
