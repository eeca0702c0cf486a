package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.FileContents.Entry;
import io.handclasp.pki.inspect.FileContents.Kind;
import java.util.Locale;

/** Words for the kinds of entries, for people and for programs. */
final class EntryKinds {
  private EntryKinds() {}

  static String code(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String words(Entry entry) {
    String label = entry.name();
    if (label.endsWith("CERTIFICATE REQUEST")) {
      return "signing request";
    }
    return label.equals("X509 CRL") ? "revocation list" : words(entry.kind());
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case KEY -> "private key";
      case TRUSTED -> "trusted certificate";
      case TRUSTED_WITHOUT_FLAG ->
          "trusted certificate without Java's trust attribute (pki convert adds it)";
      case CERTIFICATE -> "certificates";
      case OTHER -> "something else";
    };
  }
}
