package io.handclasp.pki.inspect;

/** Programs that read key stores and differ in the PKCS12 algorithms that they know. */
public enum StorePeer {
  /** Java before 26: no PBMAC1. */
  JAVA,
  /** OpenSSL 3 with its default provider: no RC2, no RC4, no single DES. */
  OPENSSL
}
