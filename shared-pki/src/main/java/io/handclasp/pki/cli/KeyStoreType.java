package io.handclasp.pki.cli;

import io.handclasp.pki.store.StoreFormat;

/** Formats of new key stores. */
enum KeyStoreType {
  /** What everyone reads. */
  PKCS12,
  /** For old Java programs. */
  JKS;

  StoreFormat format() {
    return StoreFormat.valueOf(name());
  }
}
