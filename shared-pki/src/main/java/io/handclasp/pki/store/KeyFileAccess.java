package io.handclasp.pki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Who may do what with a file that holds a key, or a password that opens one. */
public final class KeyFileAccess {
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> OF_OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Integer SUPERUSER = 0;

  private KeyFileAccess() {}

  /**
   * What others than the owner are granted and should not be; empty also where the file system does
   * not tell. A group may read what the superuser owns: so files are handed to a program that is
   * not to change them, by packages as by Kubernetes.
   *
   * @throws IOException where the file cannot be looked at
   */
  public static Set<PosixFilePermission> excess(Path file) throws IOException {
    try {
      Set<PosixFilePermission> granted = EnumSet.copyOf(OF_OTHERS);
      granted.retainAll(Files.getPosixFilePermissions(file));
      granted.removeAll(most(file));
      return granted;
    } catch (UnsupportedOperationException notKnownHere) {
      return Set.of();
    }
  }

  /** True where others may read it who should not, as far as the file system tells. */
  static boolean readableByOthers(Path file) {
    try {
      Set<PosixFilePermission> excess = excess(file);
      return excess.contains(PosixFilePermission.GROUP_READ)
          || excess.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException notKnownHere) {
      return false;
    }
  }

  /**
   * The most that may be granted: reading and writing to the owner, and reading to the group where
   * the superuser owns the file.
   *
   * @throws IOException where the file cannot be looked at
   * @throws UnsupportedOperationException where the file system does not tell owners
   */
  static Set<PosixFilePermission> most(Path file) throws IOException {
    Set<PosixFilePermission> most = EnumSet.copyOf(OF_OWNER);
    if (SUPERUSER.equals(Files.getAttribute(file, "unix:uid"))) {
      most.add(PosixFilePermission.GROUP_READ);
    }
    return most;
  }
}
