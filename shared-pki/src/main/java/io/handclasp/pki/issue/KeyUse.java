package io.handclasp.pki.issue;

import org.bouncycastle.asn1.x509.KeyUsage;

/** The bits of the key usage extension (RFC 5280, 4.2.1.3). */
public enum KeyUse {
  /** Signs handshakes; what TLS 1.3 needs. */
  DIGITAL_SIGNATURE(KeyUsage.digitalSignature),
  /** Also called content commitment. */
  NON_REPUDIATION(KeyUsage.nonRepudiation),
  /** RSA key exchange of TLS 1.2. */
  KEY_ENCIPHERMENT(KeyUsage.keyEncipherment),
  /** Encrypts data directly. */
  DATA_ENCIPHERMENT(KeyUsage.dataEncipherment),
  /** Static Diffie-Hellman. */
  KEY_AGREEMENT(KeyUsage.keyAgreement),
  /** Signs certificates. */
  KEY_CERT_SIGN(KeyUsage.keyCertSign),
  /** Signs revocation lists. */
  CRL_SIGN(KeyUsage.cRLSign),
  /** With key agreement: encrypts only. */
  ENCIPHER_ONLY(KeyUsage.encipherOnly),
  /** With key agreement: decrypts only. */
  DECIPHER_ONLY(KeyUsage.decipherOnly);

  private final int bit;

  KeyUse(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }
}
