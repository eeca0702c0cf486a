package io.handclasp.pki.cli;

import io.handclasp.pki.store.PasswordSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says to openssl and keytool where a password comes from; a password itself is never shown. */
final class PasswordWords {
  /** Stands in for a password that was given in the open. */
  static final String STAND_IN = "PKI_PASSWORD";

  private PasswordWords() {}

  /** Such as {@code -passin file:ca.password}; empty where openssl is to ask, or needs none. */
  static List<String> openssl(String option, @Nullable PasswordSource source) {
    String spec = source == null ? null : source.spec();
    if (spec != null) {
      return List.of(option, spec);
    }
    return source instanceof PasswordSource.InTheOpen
        ? List.of(option, "env:" + STAND_IN)
        : List.of();
  }

  /** Such as {@code -storepass:file store.password}; empty where keytool is to ask. */
  static List<String> keytool(String option, @Nullable PasswordSource source) {
    if (source instanceof PasswordSource.FromFile file) {
      return List.of(option + ":file", file.file().toString());
    }
    if (source instanceof PasswordSource.FromEnvironment environment) {
      return List.of(option + ":env", environment.name());
    }
    return source instanceof PasswordSource.InTheOpen
        ? List.of(option + ":env", STAND_IN)
        : List.of();
  }
}
