package io.handclasp.pki.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a store is written.
 *
 * @param file the file
 * @param format PKCS12, JKS, JCEKS or PEM
 * @param password locks the store and its keys; null for PEM with open keys only
 * @param overwrite true to replace a file that is there already
 */
public record StoreTarget(
    Path file, StoreFormat format, @Nullable PasswordSource password, boolean overwrite) {
  /** Checks. */
  public StoreTarget {
    if (format == StoreFormat.DER) {
      throw new IllegalArgumentException("format: DER (expected: PKCS12, JKS, JCEKS or PEM)");
    }
    if (password == null && format != StoreFormat.PEM) {
      throw new IllegalArgumentException("password: none (expected: one, for " + format + ")");
    }
  }

  /** A PKCS12 file that must not exist yet. */
  public static StoreTarget pkcs12(Path file, PasswordSource password) {
    return new StoreTarget(file, StoreFormat.PKCS12, password, false);
  }

  /** A JKS file that must not exist yet. */
  public static StoreTarget jks(Path file, PasswordSource password) {
    return new StoreTarget(file, StoreFormat.JKS, password, false);
  }

  /** A PEM file with open keys that must not exist yet. */
  public static StoreTarget pem(Path file) {
    return new StoreTarget(file, StoreFormat.PEM, null, false);
  }

  /** The same, replacing a file that is there already. */
  public StoreTarget replacing() {
    return new StoreTarget(file, format, password, true);
  }
}
