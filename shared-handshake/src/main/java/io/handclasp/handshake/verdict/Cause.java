package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.Role;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Each thing that keeps a handshake from succeeding, or that works but should be mended. Codes are
 * stable; {@code docs/verdicts.md} has a section on each.
 *
 * <p>A code that begins with {@code server-} or {@code client-} is about that side's certificate,
 * store, list or behaviour, and that side is the one at fault: it is where the cure is sought
 * first.
 */
public enum Cause {
  /** The server's certificate is past its end of validity. */
  SERVER_CERT_EXPIRED(
      Level.FAILURE, Culprit.SERVER, "The server's certificate is past its end of validity."),
  /** The client's certificate is past its end of validity. */
  CLIENT_CERT_EXPIRED(
      Level.FAILURE, Culprit.CLIENT, "The client's certificate is past its end of validity."),
  /** The server's certificate is not valid yet, or a clock is wrong. */
  SERVER_CERT_NOT_YET_VALID(
      Level.FAILURE,
      Culprit.SERVER,
      "The server's certificate is not valid yet, or a clock is wrong."),
  /** The client's certificate is not valid yet, or a clock is wrong. */
  CLIENT_CERT_NOT_YET_VALID(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client's certificate is not valid yet, or a clock is wrong."),
  /** An authority above the server's certificate is past its end of validity. */
  SERVER_ISSUER_EXPIRED(
      Level.FAILURE,
      Culprit.SERVER,
      "An authority above the server's certificate is past its end of validity."),
  /** An authority above the client's certificate is past its end of validity. */
  CLIENT_ISSUER_EXPIRED(
      Level.FAILURE,
      Culprit.CLIENT,
      "An authority above the client's certificate is past its end of validity."),
  /** An authority above the server's certificate is not valid yet, or a clock is wrong. */
  SERVER_ISSUER_NOT_YET_VALID(
      Level.FAILURE,
      Culprit.SERVER,
      "An authority above the server's certificate is not valid yet, or a clock is wrong."),
  /** An authority above the client's certificate is not valid yet, or a clock is wrong. */
  CLIENT_ISSUER_NOT_YET_VALID(
      Level.FAILURE,
      Culprit.CLIENT,
      "An authority above the client's certificate is not valid yet, or a clock is wrong."),
  /** The client does not trust the authority that issued the server's certificate. */
  SERVER_CA_UNKNOWN(
      Level.FAILURE,
      Culprit.SERVER,
      "The client does not trust the authority that issued the server's certificate."),
  /** The server does not trust the authority that issued the client's certificate. */
  CLIENT_CA_UNKNOWN(
      Level.FAILURE,
      Culprit.CLIENT,
      "The server does not trust the authority that issued the client's certificate."),
  /**
   * The client trusts an authority of the right name, but with another key than the one that signed
   * the server's certificate.
   */
  SERVER_CA_SAME_NAME_OTHER_KEY(
      Level.FAILURE,
      Culprit.SERVER,
      "The client trusts an authority of the right name, but with another key than the one that signed the server's certificate."),
  /**
   * The server trusts an authority of the right name, but with another key than the one that signed
   * the client's certificate.
   */
  CLIENT_CA_SAME_NAME_OTHER_KEY(
      Level.FAILURE,
      Culprit.CLIENT,
      "The server trusts an authority of the right name, but with another key than the one that signed the client's certificate."),
  /** The server's certificate is signed by itself and is not trusted as such. */
  SERVER_SELF_SIGNED(
      Level.FAILURE,
      Culprit.SERVER,
      "The server's certificate is signed by itself and is not trusted as such."),
  /** The client's certificate is signed by itself and is not trusted as such. */
  CLIENT_SELF_SIGNED(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client's certificate is signed by itself and is not trusted as such."),
  /** The server does not show the intermediate authority that issued its certificate. */
  SERVER_INTERMEDIATE_MISSING(
      Level.FAILURE,
      Culprit.SERVER,
      "The server does not show the intermediate authority that issued its certificate."),
  /** The client does not show the intermediate authority that issued its certificate. */
  CLIENT_INTERMEDIATE_MISSING(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client does not show the intermediate authority that issued its certificate."),
  /** The server shows authorities that have nothing to do with its certificate. */
  SERVER_CHAIN_UNRELATED(
      Level.FAILURE,
      Culprit.SERVER,
      "The server shows authorities that have nothing to do with its certificate."),
  /** The client shows authorities that have nothing to do with its certificate. */
  CLIENT_CHAIN_UNRELATED(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client shows authorities that have nothing to do with its certificate."),
  /** The server shows its chain in another order than leaf, issuer, issuer's issuer. */
  SERVER_CHAIN_WRONG_ORDER(
      Level.WARNING,
      Culprit.SERVER,
      "The server shows its chain in another order than leaf, issuer, issuer's issuer."),
  /** The client shows its chain in another order than leaf, issuer, issuer's issuer. */
  CLIENT_CHAIN_WRONG_ORDER(
      Level.WARNING,
      Culprit.CLIENT,
      "The client shows its chain in another order than leaf, issuer, issuer's issuer."),
  /** The signature on a certificate of the server does not verify: it was damaged or altered. */
  SERVER_CERT_SIGNATURE_INVALID(
      Level.FAILURE,
      Culprit.SERVER,
      "The signature on a certificate of the server does not verify: it was damaged or altered."),
  /** The signature on a certificate of the client does not verify: it was damaged or altered. */
  CLIENT_CERT_SIGNATURE_INVALID(
      Level.FAILURE,
      Culprit.CLIENT,
      "The signature on a certificate of the client does not verify: it was damaged or altered."),
  /** The extended key usage of the server's certificate or of its issuer lacks serverAuth. */
  SERVER_EKU_LACKS_SERVERAUTH(
      Level.FAILURE,
      Culprit.SERVER,
      "The extended key usage of the server's certificate or of its issuer lacks serverAuth."),
  /** The extended key usage of the client's certificate or of its issuer lacks clientAuth. */
  CLIENT_EKU_LACKS_CLIENTAUTH(
      Level.FAILURE,
      Culprit.CLIENT,
      "The extended key usage of the client's certificate or of its issuer lacks clientAuth."),
  /** The key usage of the server's certificate lacks digitalSignature. */
  SERVER_KEYUSAGE_LACKS_SIGNATURE(
      Level.FAILURE,
      Culprit.SERVER,
      "The key usage of the server's certificate lacks digitalSignature."),
  /** The key usage of the client's certificate lacks digitalSignature. */
  CLIENT_KEYUSAGE_LACKS_SIGNATURE(
      Level.FAILURE,
      Culprit.CLIENT,
      "The key usage of the client's certificate lacks digitalSignature."),
  /** What issued the server's certificate is not an authority's certificate. */
  SERVER_ISSUER_NOT_CA(
      Level.FAILURE,
      Culprit.SERVER,
      "What issued the server's certificate is not an authority's certificate."),
  /** What issued the client's certificate is not an authority's certificate. */
  CLIENT_ISSUER_NOT_CA(
      Level.FAILURE,
      Culprit.CLIENT,
      "What issued the client's certificate is not an authority's certificate."),
  /** An authority above the server's certificate may not sign certificates by its key usage. */
  SERVER_ISSUER_KEYUSAGE_LACKS_CERTSIGN(
      Level.FAILURE,
      Culprit.SERVER,
      "An authority above the server's certificate may not sign certificates by its key usage."),
  /** An authority above the client's certificate may not sign certificates by its key usage. */
  CLIENT_ISSUER_KEYUSAGE_LACKS_CERTSIGN(
      Level.FAILURE,
      Culprit.CLIENT,
      "An authority above the client's certificate may not sign certificates by its key usage."),
  /** The path above the server's certificate is longer than one of its authorities allows. */
  SERVER_PATHLEN_EXCEEDED(
      Level.FAILURE,
      Culprit.SERVER,
      "The path above the server's certificate is longer than one of its authorities allows."),
  /** The path above the client's certificate is longer than one of its authorities allows. */
  CLIENT_PATHLEN_EXCEEDED(
      Level.FAILURE,
      Culprit.CLIENT,
      "The path above the client's certificate is longer than one of its authorities allows."),
  /** A name in the server's certificate lies outside what one of its authorities may certify. */
  SERVER_NAME_CONSTRAINT_VIOLATED(
      Level.FAILURE,
      Culprit.SERVER,
      "A name in the server's certificate lies outside what one of its authorities may certify."),
  /** A name in the client's certificate lies outside what one of its authorities may certify. */
  CLIENT_NAME_CONSTRAINT_VIOLATED(
      Level.FAILURE,
      Culprit.CLIENT,
      "A name in the client's certificate lies outside what one of its authorities may certify."),
  /** The certificate policies above the server's certificate leave none that is acceptable. */
  SERVER_CERT_POLICY_UNACCEPTABLE(
      Level.FAILURE,
      Culprit.SERVER,
      "The certificate policies above the server's certificate leave none that is acceptable."),
  /** The certificate policies above the client's certificate leave none that is acceptable. */
  CLIENT_CERT_POLICY_UNACCEPTABLE(
      Level.FAILURE,
      Culprit.CLIENT,
      "The certificate policies above the client's certificate leave none that is acceptable."),
  /** A certificate of the server has a critical extension that nobody here understands. */
  SERVER_UNKNOWN_CRITICAL_EXTENSION(
      Level.FAILURE,
      Culprit.SERVER,
      "A certificate of the server has a critical extension that nobody here understands."),
  /** A certificate of the client has a critical extension that nobody here understands. */
  CLIENT_UNKNOWN_CRITICAL_EXTENSION(
      Level.FAILURE,
      Culprit.CLIENT,
      "A certificate of the client has a critical extension that nobody here understands."),
  /** The server shows an authority's certificate as its own. */
  SERVER_LEAF_IS_CA(
      Level.WARNING, Culprit.SERVER, "The server shows an authority's certificate as its own."),
  /** The client shows an authority's certificate as its own. */
  CLIENT_LEAF_IS_CA(
      Level.WARNING, Culprit.CLIENT, "The client shows an authority's certificate as its own."),
  /** The server's certificate was revoked by its authority. */
  SERVER_CERT_REVOKED(
      Level.FAILURE, Culprit.SERVER, "The server's certificate was revoked by its authority."),
  /** The client's certificate was revoked by its authority. */
  CLIENT_CERT_REVOKED(
      Level.FAILURE, Culprit.CLIENT, "The client's certificate was revoked by its authority."),
  /** An authority above the server's certificate was revoked. */
  SERVER_ISSUER_REVOKED(
      Level.FAILURE, Culprit.SERVER, "An authority above the server's certificate was revoked."),
  /** An authority above the client's certificate was revoked. */
  CLIENT_ISSUER_REVOKED(
      Level.FAILURE, Culprit.CLIENT, "An authority above the client's certificate was revoked."),
  /** The copy of a revocation list that the server holds has run out. */
  SERVER_CRL_EXPIRED(
      Level.FAILURE,
      Culprit.SERVER,
      "The copy of a revocation list that the server holds has run out."),
  /** The copy of a revocation list that the client holds has run out. */
  CLIENT_CRL_EXPIRED(
      Level.FAILURE,
      Culprit.CLIENT,
      "The copy of a revocation list that the client holds has run out."),
  /** The server has no revocation list for an issuer in the chain of the client. */
  SERVER_CRL_MISSING_FOR_ISSUER(
      Level.FAILURE,
      Culprit.SERVER,
      "The server has no revocation list for an issuer in the chain of the client."),
  /** The client has no revocation list for an issuer in the chain of the server. */
  CLIENT_CRL_MISSING_FOR_ISSUER(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client has no revocation list for an issuer in the chain of the server."),
  /** A revocation list that the server holds cannot be used for the chain of the client. */
  SERVER_CRL_INVALID(
      Level.FAILURE,
      Culprit.SERVER,
      "A revocation list that the server holds cannot be used for the chain of the client."),
  /** A revocation list that the client holds cannot be used for the chain of the server. */
  CLIENT_CRL_INVALID(
      Level.FAILURE,
      Culprit.CLIENT,
      "A revocation list that the client holds cannot be used for the chain of the server."),
  /** The private key of the server does not belong to its certificate. */
  SERVER_KEY_CERT_MISMATCH(
      Level.FAILURE,
      Culprit.SERVER,
      "The private key of the server does not belong to its certificate."),
  /** The private key of the client does not belong to its certificate. */
  CLIENT_KEY_CERT_MISMATCH(
      Level.FAILURE,
      Culprit.CLIENT,
      "The private key of the client does not belong to its certificate."),
  /** A certificate of the server is signed with MD5 or MD2. */
  SERVER_CERT_MD5(
      Level.FAILURE, Culprit.SERVER, "A certificate of the server is signed with MD5 or MD2."),
  /** A certificate of the client is signed with MD5 or MD2. */
  CLIENT_CERT_MD5(
      Level.FAILURE, Culprit.CLIENT, "A certificate of the client is signed with MD5 or MD2."),
  /** A certificate of the server is signed with SHA-1. */
  SERVER_CERT_SHA1(
      Level.FAILURE, Culprit.SERVER, "A certificate of the server is signed with SHA-1."),
  /** A certificate of the client is signed with SHA-1. */
  CLIENT_CERT_SHA1(
      Level.FAILURE, Culprit.CLIENT, "A certificate of the client is signed with SHA-1."),
  /** A certificate of the server is signed with an algorithm that is not accepted. */
  SERVER_CERT_WEAK_SIGNATURE(
      Level.FAILURE,
      Culprit.SERVER,
      "A certificate of the server is signed with an algorithm that is not accepted."),
  /** A certificate of the client is signed with an algorithm that is not accepted. */
  CLIENT_CERT_WEAK_SIGNATURE(
      Level.FAILURE,
      Culprit.CLIENT,
      "A certificate of the client is signed with an algorithm that is not accepted."),
  /** A key in the chain of the server is an RSA key that is too short. */
  SERVER_CERT_RSA1024(
      Level.FAILURE,
      Culprit.SERVER,
      "A key in the chain of the server is an RSA key that is too short."),
  /** A key in the chain of the client is an RSA key that is too short. */
  CLIENT_CERT_RSA1024(
      Level.FAILURE,
      Culprit.CLIENT,
      "A key in the chain of the client is an RSA key that is too short."),
  /** The server's certificate has a DSA key, which TLS no longer uses. */
  SERVER_CERT_DSA(
      Level.FAILURE,
      Culprit.SERVER,
      "The server's certificate has a DSA key, which TLS no longer uses."),
  /** The client's certificate has a DSA key, which TLS no longer uses. */
  CLIENT_CERT_DSA(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client's certificate has a DSA key, which TLS no longer uses."),
  /** The server's certificate has an Ed25519 or Ed448 key, which the other end cannot use. */
  SERVER_CERT_ED25519_UNSUPPORTED(
      Level.FAILURE,
      Culprit.SERVER,
      "The server's certificate has an Ed25519 or Ed448 key, which the other end cannot use."),
  /** The client's certificate has an Ed25519 or Ed448 key, which the other end cannot use. */
  CLIENT_CERT_ED25519_UNSUPPORTED(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client's certificate has an Ed25519 or Ed448 key, which the other end cannot use."),
  /** A key in the chain of the server lies on a curve that is not supported. */
  SERVER_CERT_CURVE_UNSUPPORTED(
      Level.FAILURE,
      Culprit.SERVER,
      "A key in the chain of the server lies on a curve that is not supported."),
  /** A key in the chain of the client lies on a curve that is not supported. */
  CLIENT_CERT_CURVE_UNSUPPORTED(
      Level.FAILURE,
      Culprit.CLIENT,
      "A key in the chain of the client lies on a curve that is not supported."),
  /** A key in the chain of the server is of a kind that is not accepted. */
  SERVER_CERT_KEY_UNSUPPORTED(
      Level.FAILURE,
      Culprit.SERVER,
      "A key in the chain of the server is of a kind that is not accepted."),
  /** A key in the chain of the client is of a kind that is not accepted. */
  CLIENT_CERT_KEY_UNSUPPORTED(
      Level.FAILURE,
      Culprit.CLIENT,
      "A key in the chain of the client is of a kind that is not accepted."),
  /** A certificate of the server is not well formed. */
  SERVER_CERT_MALFORMED(
      Level.FAILURE, Culprit.SERVER, "A certificate of the server is not well formed."),
  /** A certificate of the client is not well formed. */
  CLIENT_CERT_MALFORMED(
      Level.FAILURE, Culprit.CLIENT, "A certificate of the client is not well formed."),
  /** A certificate of the server lacks what RFC 5280 asks of authorities, without harm to trust. */
  SERVER_CERT_NOT_CONFORMING(
      Level.WARNING,
      Culprit.SERVER,
      "A certificate of the server lacks what RFC 5280 asks of authorities, without harm to trust."),
  /** A certificate of the client lacks what RFC 5280 asks of authorities, without harm to trust. */
  CLIENT_CERT_NOT_CONFORMING(
      Level.WARNING,
      Culprit.CLIENT,
      "A certificate of the client lacks what RFC 5280 asks of authorities, without harm to trust."),
  /** The chain of the server asks for more work than is granted to one judgement. */
  SERVER_CHAIN_TOO_COMPLEX(
      Level.FAILURE,
      Culprit.SERVER,
      "The chain of the server asks for more work than is granted to one judgement."),
  /** The chain of the client asks for more work than is granted to one judgement. */
  CLIENT_CHAIN_TOO_COMPLEX(
      Level.FAILURE,
      Culprit.CLIENT,
      "The chain of the client asks for more work than is granted to one judgement."),
  /** The chain of the server is larger than the other end takes. */
  SERVER_CHAIN_TOO_LARGE(
      Level.FAILURE, Culprit.SERVER, "The chain of the server is larger than the other end takes."),
  /** The chain of the client is larger than the other end takes. */
  CLIENT_CHAIN_TOO_LARGE(
      Level.FAILURE, Culprit.CLIENT, "The chain of the client is larger than the other end takes."),
  /** The client refuses the server's certificate, and nothing is found wrong with it from here. */
  SERVER_CERT_REFUSED(
      Level.FAILURE,
      Culprit.SERVER,
      "The client refuses the server's certificate, and nothing is found wrong with it from here."),
  /** The server refuses the client's certificate, and nothing is found wrong with it from here. */
  CLIENT_CERT_REFUSED(
      Level.FAILURE,
      Culprit.CLIENT,
      "The server refuses the client's certificate, and nothing is found wrong with it from here."),
  /** The server's certificate runs out within two weeks. */
  SERVER_CERT_EXPIRES_SOON(
      Level.WARNING, Culprit.SERVER, "The server's certificate runs out within two weeks."),
  /** The client's certificate runs out within two weeks. */
  CLIENT_CERT_EXPIRES_SOON(
      Level.WARNING, Culprit.CLIENT, "The client's certificate runs out within two weeks."),
  /** The server closed the connection amid the handshake without an alert. */
  SERVER_CLOSES_WITHOUT_ALERT(
      Level.FAILURE,
      Culprit.SERVER,
      "The server closed the connection amid the handshake without an alert."),
  /** The client closed the connection amid the handshake without an alert. */
  CLIENT_CLOSES_WITHOUT_ALERT(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client closed the connection amid the handshake without an alert."),
  /** The server closed the connection after the first hello without an alert. */
  SERVER_CLOSES_AFTER_HELLO(
      Level.FAILURE,
      Culprit.SERVER,
      "The server closed the connection after the first hello without an alert."),
  /** The client closed the connection before the server's certificate could be shown. */
  CLIENT_CLOSES_AFTER_HELLO(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client closed the connection before the server's certificate could be shown."),
  /** The server, or something in between, reset the connection amid the handshake. */
  SERVER_RESETS_AFTER_HELLO(
      Level.FAILURE,
      Culprit.SERVER,
      "The server, or something in between, reset the connection amid the handshake."),
  /** The client, or something in between, reset the connection amid the handshake. */
  CLIENT_RESETS_AFTER_HELLO(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client, or something in between, reset the connection amid the handshake."),
  /** The server took the connection but did not go on with the handshake in time. */
  SERVER_SILENT(
      Level.FAILURE,
      Culprit.SERVER,
      "The server took the connection but did not go on with the handshake in time."),
  /** The client opened a connection but did not go on with the handshake in time. */
  CLIENT_SILENT(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client opened a connection but did not go on with the handshake in time."),
  /** The password does not open the key store of the server. */
  SERVER_KEYSTORE_WRONG_PASSWORD(
      Level.STARTUP, Culprit.SERVER, "The password does not open the key store of the server."),
  /** The password does not open the key store of the client. */
  CLIENT_KEYSTORE_WRONG_PASSWORD(
      Level.STARTUP, Culprit.CLIENT, "The password does not open the key store of the client."),
  /** The password does not open the trust store of the server. */
  SERVER_TRUSTSTORE_WRONG_PASSWORD(
      Level.STARTUP, Culprit.SERVER, "The password does not open the trust store of the server."),
  /** The password does not open the trust store of the client. */
  CLIENT_TRUSTSTORE_WRONG_PASSWORD(
      Level.STARTUP, Culprit.CLIENT, "The password does not open the trust store of the client."),
  /** A store of the server needs a password, and none is given or it cannot be had. */
  SERVER_STORE_PASSWORD_MISSING(
      Level.STARTUP,
      Culprit.SERVER,
      "A store of the server needs a password, and none is given or it cannot be had."),
  /** A store of the client needs a password, and none is given or it cannot be had. */
  CLIENT_STORE_PASSWORD_MISSING(
      Level.STARTUP,
      Culprit.CLIENT,
      "A store of the client needs a password, and none is given or it cannot be had."),
  /** The key store of the server opens, but its key has another password. */
  SERVER_KEY_PASSWORD_DIFFERS(
      Level.STARTUP,
      Culprit.SERVER,
      "The key store of the server opens, but its key has another password."),
  /** The key store of the client opens, but its key has another password. */
  CLIENT_KEY_PASSWORD_DIFFERS(
      Level.STARTUP,
      Culprit.CLIENT,
      "The key store of the client opens, but its key has another password."),
  /**
   * The key store of the server is PEM although its name says otherwise; it is read all the same.
   */
  SERVER_KEYSTORE_IS_PEM(
      Level.WARNING,
      Culprit.SERVER,
      "The key store of the server is PEM although its name says otherwise; it is read all the same."),
  /**
   * The key store of the client is PEM although its name says otherwise; it is read all the same.
   */
  CLIENT_KEYSTORE_IS_PEM(
      Level.WARNING,
      Culprit.CLIENT,
      "The key store of the client is PEM although its name says otherwise; it is read all the same."),
  /** The key store of the server holds no private key. */
  SERVER_KEYSTORE_HAS_NO_KEY(
      Level.STARTUP, Culprit.SERVER, "The key store of the server holds no private key."),
  /** The key store of the client holds no private key. */
  CLIENT_KEYSTORE_HAS_NO_KEY(
      Level.STARTUP, Culprit.CLIENT, "The key store of the client holds no private key."),
  /** The key store of the server holds several keys and no alias says which. */
  SERVER_KEYSTORE_HAS_SEVERAL_KEYS(
      Level.STARTUP,
      Culprit.SERVER,
      "The key store of the server holds several keys and no alias says which."),
  /** The key store of the client holds several keys and no alias says which. */
  CLIENT_KEYSTORE_HAS_SEVERAL_KEYS(
      Level.STARTUP,
      Culprit.CLIENT,
      "The key store of the client holds several keys and no alias says which."),
  /** The key store of the server has no entry of the configured alias. */
  SERVER_KEYSTORE_ALIAS_UNKNOWN(
      Level.STARTUP,
      Culprit.SERVER,
      "The key store of the server has no entry of the configured alias."),
  /** The key store of the client has no entry of the configured alias. */
  CLIENT_KEYSTORE_ALIAS_UNKNOWN(
      Level.STARTUP,
      Culprit.CLIENT,
      "The key store of the client has no entry of the configured alias."),
  /** The trust store of the server holds no certificate. */
  SERVER_TRUSTSTORE_EMPTY(
      Level.STARTUP, Culprit.SERVER, "The trust store of the server holds no certificate."),
  /** The trust store of the client holds no certificate. */
  CLIENT_TRUSTSTORE_EMPTY(
      Level.STARTUP, Culprit.CLIENT, "The trust store of the client holds no certificate."),
  /**
   * The trust store of the server lacks the attribute by which Java trusts certificates; it is read
   * all the same.
   */
  SERVER_TRUSTSTORE_WITHOUT_TRUST_FLAG(
      Level.WARNING,
      Culprit.SERVER,
      "The trust store of the server lacks the attribute by which Java trusts certificates; it is read all the same."),
  /**
   * The trust store of the client lacks the attribute by which Java trusts certificates; it is read
   * all the same.
   */
  CLIENT_TRUSTSTORE_WITHOUT_TRUST_FLAG(
      Level.WARNING,
      Culprit.CLIENT,
      "The trust store of the client lacks the attribute by which Java trusts certificates; it is read all the same."),
  /** A file of keys or certificates that the server is configured with does not exist. */
  SERVER_CERTIFICATE_FILE_MISSING(
      Level.STARTUP,
      Culprit.SERVER,
      "A file of keys or certificates that the server is configured with does not exist."),
  /** A file of keys or certificates that the client is configured with does not exist. */
  CLIENT_CERTIFICATE_FILE_MISSING(
      Level.STARTUP,
      Culprit.CLIENT,
      "A file of keys or certificates that the client is configured with does not exist."),
  /** A store of the server is damaged, of no known format, or may not be read. */
  SERVER_STORE_UNREADABLE(
      Level.STARTUP,
      Culprit.SERVER,
      "A store of the server is damaged, of no known format, or may not be read."),
  /** A store of the client is damaged, of no known format, or may not be read. */
  CLIENT_STORE_UNREADABLE(
      Level.STARTUP,
      Culprit.CLIENT,
      "A store of the client is damaged, of no known format, or may not be read."),
  /** The TLS settings of the server are not possible with its provider. */
  SERVER_SETTINGS_UNSUPPORTED(
      Level.STARTUP,
      Culprit.SERVER,
      "The TLS settings of the server are not possible with its provider."),
  /** The TLS settings of the client are not possible with its provider. */
  CLIENT_SETTINGS_UNSUPPORTED(
      Level.STARTUP,
      Culprit.CLIENT,
      "The TLS settings of the client are not possible with its provider."),
  /** The name that the client wants is not among the names of the server's certificate. */
  SERVER_HOSTNAME_MISMATCH(
      Level.FAILURE,
      Culprit.SERVER,
      "The name that the client wants is not among the names of the server's certificate."),
  /**
   * The name stands in the common name of the server's certificate alone, which nobody reads any
   * more.
   */
  SERVER_NO_SAN_CN_ONLY(
      Level.FAILURE,
      Culprit.SERVER,
      "The name stands in the common name of the server's certificate alone, which nobody reads any more."),
  /** The client wants an IP address that is no alternative name of the server's certificate. */
  SERVER_IP_SAN_MISSING(
      Level.FAILURE,
      Culprit.SERVER,
      "The client wants an IP address that is no alternative name of the server's certificate."),
  /** A wildcard in the server's certificate covers the name only if it were stretched. */
  SERVER_WILDCARD_MISMATCH(
      Level.FAILURE,
      Culprit.SERVER,
      "A wildcard in the server's certificate covers the name only if it were stretched."),
  /** A revocation list names the serial number, but it was given to another certificate. */
  REVOKED_BY_SERIAL_COLLISION(
      Level.FAILURE,
      Culprit.EITHER,
      "A revocation list names the serial number, but it was given to another certificate."),
  /** The client showed no certificate because it has none. */
  CLIENT_CERT_NONE_CONFIGURED(
      Level.FAILURE, Culprit.CLIENT, "The client showed no certificate because it has none."),
  /**
   * The client has a certificate but showed none, because it leads to no authority that the server
   * named or has a key that the server does not take.
   */
  CLIENT_CERT_WITHHELD(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client has a certificate but showed none, because it leads to no authority that the server named or has a key that the server does not take."),
  /** The server does not ask for a client certificate, so the link is not mutual. */
  SERVER_DOES_NOT_ASK_FOR_CLIENT_CERT(
      Level.FAILURE,
      Culprit.SERVER,
      "The server does not ask for a client certificate, so the link is not mutual."),
  /** The client speaks at most TLS 1.2, the server at least TLS 1.3. */
  VERSION_CLIENT_12_SERVER_13(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client speaks at most TLS 1.2, the server at least TLS 1.3."),
  /** The client speaks at least TLS 1.3, the server at most TLS 1.2. */
  VERSION_CLIENT_13_SERVER_12(
      Level.FAILURE,
      Culprit.SERVER,
      "The client speaks at least TLS 1.3, the server at most TLS 1.2."),
  /** The server speaks at most TLS 1.1, which is not safe. */
  VERSION_SERVER_11_ONLY(
      Level.FAILURE, Culprit.SERVER, "The server speaks at most TLS 1.1, which is not safe."),
  /** The client speaks at most TLS 1.1, which is not safe. */
  VERSION_CLIENT_11_ONLY(
      Level.FAILURE, Culprit.CLIENT, "The client speaks at most TLS 1.1, which is not safe."),
  /** Client and server have no version of TLS in common. */
  VERSION_NONE_SHARED(
      Level.FAILURE, Culprit.EITHER, "Client and server have no version of TLS in common."),
  /** Client and server have no cipher suite in common. */
  CIPHER_NONE_SHARED(
      Level.FAILURE, Culprit.EITHER, "Client and server have no cipher suite in common."),
  /** The suites that are shared need another kind of key than the server's certificate has. */
  CIPHER_WRONG_KEY_TYPE(
      Level.FAILURE,
      Culprit.EITHER,
      "The suites that are shared need another kind of key than the server's certificate has."),
  /** Client and server have no key exchange group in common. */
  GROUP_NONE_SHARED(
      Level.FAILURE, Culprit.EITHER, "Client and server have no key exchange group in common."),
  /** No signature scheme that one end accepts can be made with the other end's key. */
  SIGNATURE_SCHEME_NONE_SHARED(
      Level.FAILURE,
      Culprit.EITHER,
      "No signature scheme that one end accepts can be made with the other end's key."),
  /** Client and server have no application protocol in common. */
  ALPN_NONE_SHARED(
      Level.FAILURE, Culprit.EITHER, "Client and server have no application protocol in common."),
  /** The server does not know the name that the client asked for. */
  SNI_UNKNOWN(
      Level.FAILURE,
      Culprit.CLIENT,
      "The server does not know the name that the client asked for."),
  /** The server trusts so many authorities that TLS cannot name them all. */
  SERVER_NAMES_TOO_MANY_AUTHORITIES(
      Level.FAILURE,
      Culprit.SERVER,
      "The server trusts so many authorities that TLS cannot name them all."),
  /** The server's Diffie-Hellman parameters are too short. */
  DH_WEAK(Level.FAILURE, Culprit.SERVER, "The server's Diffie-Hellman parameters are too short."),
  /** The client speaks plain HTTP to a port that wants TLS. */
  PLAIN_HTTP_TO_TLS_PORT(
      Level.FAILURE, Culprit.CLIENT, "The client speaks plain HTTP to a port that wants TLS."),
  /** Something in between sends a PROXY header that this port does not expect. */
  PROXY_HEADER_TO_TLS_PORT(
      Level.FAILURE,
      Culprit.CLIENT,
      "Something in between sends a PROXY header that this port does not expect."),
  /** The client speaks something else than TLS to a port that wants TLS. */
  FOREIGN_BYTES_TO_TLS_PORT(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client speaks something else than TLS to a port that wants TLS."),
  /** The client speaks TLS to a port that speaks plain HTTP. */
  TLS_TO_PLAIN_HTTP_PORT(
      Level.FAILURE, Culprit.CLIENT, "The client speaks TLS to a port that speaks plain HTTP."),
  /** The client speaks TLS to a port that answers with the banner of another protocol. */
  TLS_TO_SMTP_PORT(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client speaks TLS to a port that answers with the banner of another protocol."),
  /** Bytes were altered on the way: what arrived is not what was sent. */
  RECORD_CORRUPTED(
      Level.FAILURE,
      Culprit.NETWORK,
      "Bytes were altered on the way: what arrived is not what was sent."),
  /** The connection ended amid a message. */
  RECORD_TRUNCATED(Level.FAILURE, Culprit.NETWORK, "The connection ended amid a message."),
  /** One end says that the other does not keep to the protocol. */
  PROTOCOL_VIOLATED(
      Level.FAILURE, Culprit.EITHER, "One end says that the other does not keep to the protocol."),
  /** The other end refused the handshake with an alert that does not say why. */
  HANDSHAKE_REFUSED(
      Level.FAILURE,
      Culprit.EITHER,
      "The other end refused the handshake with an alert that does not say why."),
  /** One end failed by a fault of its own. */
  INTERNAL_FAILURE(Level.FAILURE, Culprit.EITHER, "One end failed by a fault of its own."),
  /** Nobody listens at the address. */
  BACKEND_NOT_LISTENING(Level.FAILURE, Culprit.SERVER, "Nobody listens at the address."),
  /** There is no way to the address, or no answer in time. */
  BACKEND_UNREACHABLE(
      Level.FAILURE, Culprit.NETWORK, "There is no way to the address, or no answer in time."),
  /** The name of the server cannot be resolved. */
  DNS_FAILURE(Level.FAILURE, Culprit.NETWORK, "The name of the server cannot be resolved."),
  /** The client's certificate is good, but its owner may not use this server. */
  CLIENT_IDENTITY_NOT_ALLOWED(
      Level.FAILURE,
      Culprit.CLIENT,
      "The client's certificate is good, but its owner may not use this server."),
  /** A session from before was to be taken up that would not be granted any more. */
  STALE_SESSION_AFTER_TRUST_CHANGE(
      Level.FAILURE,
      Culprit.CLIENT,
      "A session from before was to be taken up that would not be granted any more."),
  /** This end closed the connection for a reason outside the handshake, such as its end. */
  CLOSED_HERE(
      Level.FAILURE,
      Culprit.OWN,
      "This end closed the connection for a reason outside the handshake, such as its end.");

  private static final Map<String, Cause> BY_CODE = new HashMap<>();

  static {
    for (Cause cause : values()) {
      BY_CODE.put(cause.code, cause);
    }
  }

  private final String code;
  private final Level level;
  private final Culprit culprit;
  private final String sentence;

  Cause(Level level, Culprit culprit, String sentence) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.level = level;
    this.culprit = culprit;
    this.sentence = sentence;
  }

  /** The stable code for records, logs and documents, such as {@code server-cert-expired}. */
  public String code() {
    return code;
  }

  /** What it means where it is met first. */
  public Level level() {
    return level;
  }

  /** What it means, in one sentence. */
  public String sentence() {
    return sentence;
  }

  /** The cause of that code; empty where there is none. */
  public static Optional<Cause> ofCode(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** Whose fault it is, seen from the end of that role, where the cause alone tells. */
  public Fault fault(Role own) {
    return switch (culprit) {
      case SERVER -> own == Role.SERVER ? Fault.OWN : Fault.PEER;
      case CLIENT -> own == Role.CLIENT ? Fault.OWN : Fault.PEER;
      case OWN -> Fault.OWN;
      case NETWORK -> Fault.NETWORK;
      case EITHER -> Fault.UNKNOWN;
    };
  }

  Culprit culprit() {
    return culprit;
  }

  /** What a cause does where it is met first. */
  public enum Level {
    /** A handshake fails by it. */
    FAILURE,
    /** It works, but should be mended. */
    WARNING,
    /** A program does not start with it. */
    STARTUP
  }

  enum Culprit {
    SERVER,
    CLIENT,
    OWN,
    NETWORK,
    EITHER
  }
}
