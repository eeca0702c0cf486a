package io.handclasp.pki.store;

/** The formats of key stores and trust stores. */
public enum StoreFormat {
  /** The common format of Java, OpenSSL and Windows (RFC 7292). */
  PKCS12,
  /** Java's own old format. */
  JKS,
  /** Java's old format with better key encryption. */
  JCEKS,
  /** Text blocks between BEGIN and END lines (RFC 7468). */
  PEM,
  /** One bare certificate in binary. */
  DER
}
