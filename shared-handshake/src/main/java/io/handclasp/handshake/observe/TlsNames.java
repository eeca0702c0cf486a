package io.handclasp.handshake.observe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the numbers on the wire, as IANA's TLS registries have them. */
final class TlsNames {
  private static final Map<Integer, String> SUITES =
      table(
          0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
          0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA",
          0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
          0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA",
          0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
          0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256",
          0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256",
          0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
          0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
          0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256",
          0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384",
          0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
          0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
          0x00a2, "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256",
          0x00a3, "TLS_DHE_DSS_WITH_AES_256_GCM_SHA384",
          0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
          0x1301, "TLS_AES_128_GCM_SHA256",
          0x1302, "TLS_AES_256_GCM_SHA384",
          0x1303, "TLS_CHACHA20_POLY1305_SHA256",
          0x1304, "TLS_AES_128_CCM_SHA256",
          0x1305, "TLS_AES_128_CCM_8_SHA256",
          0x5600, "TLS_FALLBACK_SCSV",
          0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
          0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
          0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
          0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
          0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
          0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
          0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          0xc09c, "TLS_RSA_WITH_AES_128_CCM",
          0xc09d, "TLS_RSA_WITH_AES_256_CCM",
          0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM",
          0xc0ad, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM",
          0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final Map<Integer, String> GROUPS =
      table(
          19, "secp192r1",
          21, "secp224r1",
          22, "secp256k1",
          23, "secp256r1",
          24, "secp384r1",
          25, "secp521r1",
          26, "brainpoolP256r1",
          27, "brainpoolP384r1",
          28, "brainpoolP512r1",
          29, "x25519",
          30, "x448",
          31, "brainpoolP256r1tls13",
          32, "brainpoolP384r1tls13",
          33, "brainpoolP512r1tls13",
          256, "ffdhe2048",
          257, "ffdhe3072",
          258, "ffdhe4096",
          259, "ffdhe6144",
          260, "ffdhe8192",
          512, "MLKEM512",
          513, "MLKEM768",
          514, "MLKEM1024",
          4587, "SecP256r1MLKEM768",
          4588, "X25519MLKEM768",
          4589, "SecP384r1MLKEM1024",
          25497, "X25519Kyber768Draft00");

  private static final Map<Integer, String> SCHEMES =
      table(
          0x0101, "rsa_pkcs1_md5",
          0x0201, "rsa_pkcs1_sha1",
          0x0202, "dsa_sha1",
          0x0203, "ecdsa_sha1",
          0x0301, "rsa_pkcs1_sha224",
          0x0302, "dsa_sha224",
          0x0303, "ecdsa_sha224",
          0x0401, "rsa_pkcs1_sha256",
          0x0402, "dsa_sha256",
          0x0403, "ecdsa_secp256r1_sha256",
          0x0501, "rsa_pkcs1_sha384",
          0x0502, "dsa_sha384",
          0x0503, "ecdsa_secp384r1_sha384",
          0x0601, "rsa_pkcs1_sha512",
          0x0602, "dsa_sha512",
          0x0603, "ecdsa_secp521r1_sha512",
          0x0804, "rsa_pss_rsae_sha256",
          0x0805, "rsa_pss_rsae_sha384",
          0x0806, "rsa_pss_rsae_sha512",
          0x0807, "ed25519",
          0x0808, "ed448",
          0x0809, "rsa_pss_pss_sha256",
          0x080a, "rsa_pss_pss_sha384",
          0x080b, "rsa_pss_pss_sha512",
          0x081a, "ecdsa_brainpoolP256r1tls13_sha256",
          0x081b, "ecdsa_brainpoolP384r1tls13_sha384",
          0x081c, "ecdsa_brainpoolP512r1tls13_sha512",
          0x0904, "mldsa44",
          0x0905, "mldsa65",
          0x0906, "mldsa87");

  private static final Map<Integer, String> ALERTS =
      table(
          0, "close_notify",
          10, "unexpected_message",
          20, "bad_record_mac",
          21, "decryption_failed",
          22, "record_overflow",
          30, "decompression_failure",
          40, "handshake_failure",
          41, "no_certificate",
          42, "bad_certificate",
          43, "unsupported_certificate",
          44, "certificate_revoked",
          45, "certificate_expired",
          46, "certificate_unknown",
          47, "illegal_parameter",
          48, "unknown_ca",
          49, "access_denied",
          50, "decode_error",
          51, "decrypt_error",
          52, "too_many_cids_requested",
          60, "export_restriction",
          70, "protocol_version",
          71, "insufficient_security",
          80, "internal_error",
          86, "inappropriate_fallback",
          90, "user_canceled",
          100, "no_renegotiation",
          109, "missing_extension",
          110, "unsupported_extension",
          111, "certificate_unobtainable",
          112, "unrecognized_name",
          113, "bad_certificate_status_response",
          114, "bad_certificate_hash_value",
          115, "unknown_psk_identity",
          116, "certificate_required",
          117, "general_error",
          120, "no_application_protocol",
          121, "ech_required");

  private static final Map<Integer, String> VERSIONS =
      table(
          0x0002, "SSLv2",
          0x0300, "SSLv3",
          0x0301, "TLSv1",
          0x0302, "TLSv1.1",
          0x0303, "TLSv1.2",
          0x0304, "TLSv1.3");

  private static final Map<String, Integer> ALERT_NUMBERS = reversed(ALERTS);

  private TlsNames() {}

  static String suite(int number) {
    return name(SUITES, number);
  }

  static String group(int number) {
    return name(GROUPS, number);
  }

  static String scheme(int number) {
    return name(SCHEMES, number);
  }

  static String version(int number) {
    return name(VERSIONS, number);
  }

  static String alert(int number) {
    String name = ALERTS.get(number);
    return name == null ? Integer.toString(number) : name;
  }

  /** The number of an alert that is known by its registry name; null where there is none. */
  static @Nullable Integer alertNumber(String name) {
    return ALERT_NUMBERS.get(name);
  }

  /** True for the values that clients send to keep servers tolerant (RFC 8701). */
  static boolean isGrease(int number) {
    return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
  }

  private static String name(Map<Integer, String> table, int number) {
    String name = table.get(number);
    return name == null ? String.format(Locale.ROOT, "0x%04x", number) : name;
  }

  private static Map<Integer, String> table(Object... pairs) {
    Map<Integer, String> table = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      table.put((Integer) pairs[i], (String) pairs[i + 1]);
    }
    return Map.copyOf(table);
  }

  private static Map<String, Integer> reversed(Map<Integer, String> table) {
    Map<String, Integer> reversed = new HashMap<>();
    table.forEach((number, name) -> reversed.put(name, number));
    return Map.copyOf(reversed);
  }
}
