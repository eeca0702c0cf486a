package io.handclasp.pki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Who may do what with a file that holds a key. */
public final class KeyFileAccess {
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
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
      if (SUPERUSER.equals(Files.getAttribute(file, "unix:uid"))) {
        granted.remove(PosixFilePermission.GROUP_READ);
      }
      return granted;
    } catch (UnsupportedOperationException notKnownHere) {
      return Set.of();
    }
  }
}
