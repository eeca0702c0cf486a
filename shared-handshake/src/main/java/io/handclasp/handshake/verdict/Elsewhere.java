package io.handclasp.handshake.verdict;

import static io.handclasp.handshake.verdict.CureWords.forKeytool;
import static io.handclasp.handshake.verdict.CureWords.forPki;
import static io.handclasp.handshake.verdict.CureWords.quoted;

import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.StoreName;
import java.util.List;

/** Cures that lie in a configuration, a file or the network, and not in another certificate. */
final class Elsewhere {
  private final Cause cause;
  private final Role own;
  private final Role owner;
  private final CureWords words;

  Elsewhere(Cause cause, Role own, Role owner, CureWords words) {
    this.cause = cause;
    this.own = own;
    this.owner = owner;
    this.words = words;
  }

  Cure cure() {
    return new Cure(side(), what(), pki(), tools());
  }

  private Fault side() {
    Fault fault = cause.fault(own);
    return fault == Fault.UNKNOWN ? Fault.OWN : fault;
  }

  private String what() {
    return switch (cause) {
      case SERVER_DOES_NOT_ASK_FOR_CLIENT_CERT ->
          "Let the server require client certificates (nginx: ssl_verify_client on; HAProxy: verify"
              + " required; a backend-service always does).";
      case VERSION_CLIENT_12_SERVER_13,
          VERSION_CLIENT_13_SERVER_12,
          VERSION_SERVER_11_ONLY,
          VERSION_CLIENT_11_ONLY,
          VERSION_NONE_SHARED ->
          "Let both ends speak TLS 1.2 and 1.3: set `tls.protocols: [TLSv1.3, TLSv1.2]`, or update"
              + " the end that cannot.";
      case CIPHER_NONE_SHARED ->
          "Remove `tls.suites` so that the safe suites are enabled, or name one at both ends that"
              + " the other has.";
      case GROUP_NONE_SHARED ->
          "Remove `tls.groups` so that the provider's groups are enabled, or name x25519 or"
              + " secp256r1 at both ends.";
      case ALPN_NONE_SHARED -> "Let the other end offer h2 or http/1.1 by ALPN, or no ALPN at all.";
      case SNI_UNKNOWN ->
          "Set `peerName` of the route to a name that the server serves, or let the server serve"
              + " the name that is asked for.";
      case SERVER_NAMES_TOO_MANY_AUTHORITIES ->
          "Trust those authorities alone that the clients of this server have: a bundle of the web's"
              + " authorities is not meant for client certificates.";
      case DH_WEAK ->
          "Let the server use elliptic curves, or Diffie-Hellman parameters of 2048 bits at least.";
      case PLAIN_HTTP_TO_TLS_PORT ->
          "The caller is to use https:// with a client certificate, or to call the front, which"
              + " takes plain HTTP.";
      case PROXY_HEADER_TO_TLS_PORT ->
          "Switch the PROXY protocol off at the load balancer in between for this port.";
      case FOREIGN_BYTES_TO_TLS_PORT ->
          "Find out who calls this port (the record has the address and the first bytes) and point"
              + " it to the right one.";
      case TLS_TO_PLAIN_HTTP_PORT ->
          "The endpoint's port speaks plain HTTP: correct the port of the route, or let the server"
              + " speak TLS there.";
      case TLS_TO_SMTP_PORT ->
          "Another service answers at the endpoint (the record has its first line): correct host"
              + " and port of the route.";
      case SERVER_CLOSES_AFTER_HELLO,
          CLIENT_CLOSES_AFTER_HELLO,
          SERVER_CLOSES_WITHOUT_ALERT,
          CLIENT_CLOSES_WITHOUT_ALERT,
          SERVER_RESETS_AFTER_HELLO,
          CLIENT_RESETS_AFTER_HELLO ->
          "Look into the log of the other end under the time and the address of the record: it gave"
              + " up without saying why. Where it has no entry, something in between cut the"
              + " connection (a firewall, a load balancer).";
      case SERVER_SILENT, CLIENT_SILENT ->
          "See whether the other end is overloaded or hangs, and whether a firewall lets packets"
              + " of full size through.";
      case RECORD_CORRUPTED ->
          "Find what alters the bytes in between (a proxy that rewrites, a faulty device): compare"
              + " the two records of this handshake.";
      case RECORD_TRUNCATED ->
          "Find what cuts the connection in between, or why the other end stopped while it wrote.";
      case PROTOCOL_VIOLATED, HANDSHAKE_REFUSED, INTERNAL_FAILURE ->
          "Look into the log of the end that sent the alert, under the handshake's id or its time.";
      case BACKEND_NOT_LISTENING ->
          "Start the server, or correct host and port of the route: nobody listens at "
              + words.serverAddress()
              + ".";
      case BACKEND_UNREACHABLE ->
          "Look for a firewall or a missing route on the way to " + words.serverAddress() + ".";
      case DNS_FAILURE ->
          "Correct the host of the route, or the name service: "
              + words.serverAddress()
              + " has no address.";
      case CLIENT_IDENTITY_NOT_ALLOWED ->
          "Add a rule that fits the client to `allow` of the route, or use the certificate of a"
              + " client that may.";
      case STALE_SESSION_AFTER_TRUST_CHANGE ->
          "Connect again: a full handshake says what is wrong with the certificate now.";
      case CLOSED_HERE -> "Nothing is to be mended: this end closed the connection itself.";
      case SERVER_KEYSTORE_WRONG_PASSWORD,
          CLIENT_KEYSTORE_WRONG_PASSWORD,
          SERVER_TRUSTSTORE_WRONG_PASSWORD,
          CLIENT_TRUSTSTORE_WRONG_PASSWORD,
          SERVER_STORE_PASSWORD_MISSING,
          CLIENT_STORE_PASSWORD_MISSING ->
          "Correct the password in the configuration (`file:PATH`, `env:NAME`); a file's first line"
              + " counts.";
      case SERVER_KEY_PASSWORD_DIFFERS, CLIENT_KEY_PASSWORD_DIFFERS ->
          "Set `tls.keyStore.keyPassword`, or give the key the password of the store.";
      case SERVER_KEYSTORE_IS_PEM, CLIENT_KEYSTORE_IS_PEM ->
          "Rename the file, or convert it to PKCS12.";
      case SERVER_KEYSTORE_HAS_NO_KEY, CLIENT_KEYSTORE_HAS_NO_KEY ->
          "Point `tls.keyStore.file` to the store that holds the private key: a trust store was"
              + " named, or the certificate was imported without its key.";
      case SERVER_KEYSTORE_HAS_SEVERAL_KEYS,
          CLIENT_KEYSTORE_HAS_SEVERAL_KEYS,
          SERVER_KEYSTORE_ALIAS_UNKNOWN,
          CLIENT_KEYSTORE_ALIAS_UNKNOWN ->
          "Set `tls.keyStore.alias` to one of the aliases in the store.";
      case SERVER_TRUSTSTORE_EMPTY, CLIENT_TRUSTSTORE_EMPTY ->
          "Import the certificate of the other side's authority.";
      case SERVER_TRUSTSTORE_WITHOUT_TRUST_FLAG, CLIENT_TRUSTSTORE_WITHOUT_TRUST_FLAG ->
          "Write the trust store anew with pki or keytool, so that other Java programs read it too.";
      case SERVER_CERTIFICATE_FILE_MISSING, CLIENT_CERTIFICATE_FILE_MISSING ->
          "Correct the path in the configuration (it is relative to the file that names it), or"
              + " make the file.";
      case SERVER_STORE_UNREADABLE, CLIENT_STORE_UNREADABLE ->
          "Let the program's user read the file; where it is damaged, make it anew.";
      case SERVER_SETTINGS_UNSUPPORTED, CLIENT_SETTINGS_UNSUPPORTED ->
          "Correct the section `tls` as the line says, or choose another `tls.provider`.";
      default -> "Look into the log of the other end under the handshake's id.";
    };
  }

  private String otherAuthority() {
    return words.made(owner.other(), "-authority/authority.pem");
  }

  private List<String> pki() {
    StoreName keys = words.keyStore(owner);
    StoreName trust = words.trustStore(owner);
    return switch (cause) {
      case SERVER_DOES_NOT_ASK_FOR_CLIENT_CERT,
          SNI_UNKNOWN,
          TLS_TO_PLAIN_HTTP_PORT,
          TLS_TO_SMTP_PORT,
          BACKEND_NOT_LISTENING ->
          List.of("scripts/pki inspect " + words.serverAddress());
      case SERVER_KEYSTORE_WRONG_PASSWORD,
          CLIENT_KEYSTORE_WRONG_PASSWORD,
          SERVER_KEYSTORE_HAS_NO_KEY,
          CLIENT_KEYSTORE_HAS_NO_KEY,
          SERVER_KEYSTORE_HAS_SEVERAL_KEYS,
          CLIENT_KEYSTORE_HAS_SEVERAL_KEYS,
          SERVER_KEYSTORE_ALIAS_UNKNOWN,
          CLIENT_KEYSTORE_ALIAS_UNKNOWN ->
          List.of("scripts/pki list " + forPki(keys));
      case SERVER_TRUSTSTORE_WRONG_PASSWORD,
          CLIENT_TRUSTSTORE_WRONG_PASSWORD,
          SERVER_NAMES_TOO_MANY_AUTHORITIES ->
          List.of("scripts/pki list " + forPki(trust));
      case SERVER_KEYSTORE_IS_PEM, CLIENT_KEYSTORE_IS_PEM ->
          List.of(
              "scripts/pki convert "
                  + CureWords.side(owner)
                  + ".pem --to pkcs12 --out "
                  + quoted(keys.file())
                  + " --out-password "
                  + CureWords.password(keys));
      case SERVER_KEY_PASSWORD_DIFFERS, CLIENT_KEY_PASSWORD_DIFFERS ->
          List.of(
              "scripts/pki convert "
                  + forPki(keys)
                  + " --key-password file:key.password --to pkcs12 --out new.p12");
      case SERVER_TRUSTSTORE_EMPTY,
          CLIENT_TRUSTSTORE_EMPTY,
          SERVER_TRUSTSTORE_WITHOUT_TRUST_FLAG,
          CLIENT_TRUSTSTORE_WITHOUT_TRUST_FLAG ->
          List.of("scripts/pki trust " + otherAuthority() + " --store " + forPki(trust));
      default -> List.of();
    };
  }

  private List<String> tools() {
    StoreName keys = words.keyStore(owner);
    StoreName trust = words.trustStore(owner);
    return switch (cause) {
      case SERVER_DOES_NOT_ASK_FOR_CLIENT_CERT,
          VERSION_NONE_SHARED,
          VERSION_SERVER_11_ONLY,
          VERSION_CLIENT_12_SERVER_13,
          VERSION_CLIENT_13_SERVER_12,
          CIPHER_NONE_SHARED,
          GROUP_NONE_SHARED,
          ALPN_NONE_SHARED,
          SNI_UNKNOWN,
          DH_WEAK,
          TLS_TO_PLAIN_HTTP_PORT,
          TLS_TO_SMTP_PORT,
          SERVER_SILENT,
          SERVER_CLOSES_AFTER_HELLO,
          SERVER_RESETS_AFTER_HELLO,
          BACKEND_NOT_LISTENING ->
          List.of("openssl s_client -connect " + words.serverAddress() + " -state </dev/null");
      case DNS_FAILURE -> List.of("getent hosts " + host());
      case SERVER_KEYSTORE_WRONG_PASSWORD,
          CLIENT_KEYSTORE_WRONG_PASSWORD,
          SERVER_KEYSTORE_HAS_NO_KEY,
          CLIENT_KEYSTORE_HAS_NO_KEY,
          SERVER_KEYSTORE_HAS_SEVERAL_KEYS,
          CLIENT_KEYSTORE_HAS_SEVERAL_KEYS,
          SERVER_KEYSTORE_ALIAS_UNKNOWN,
          CLIENT_KEYSTORE_ALIAS_UNKNOWN ->
          List.of("keytool -list -keystore " + forKeytool(keys));
      case SERVER_TRUSTSTORE_WRONG_PASSWORD,
          CLIENT_TRUSTSTORE_WRONG_PASSWORD,
          SERVER_NAMES_TOO_MANY_AUTHORITIES ->
          List.of("keytool -list -keystore " + forKeytool(trust));
      case SERVER_KEYSTORE_IS_PEM, CLIENT_KEYSTORE_IS_PEM ->
          List.of(
              "openssl pkcs12 -export -in "
                  + CureWords.side(owner)
                  + ".pem -out "
                  + quoted(keys.file())
                  + " -passout "
                  + CureWords.password(keys));
      case SERVER_TRUSTSTORE_EMPTY,
          CLIENT_TRUSTSTORE_EMPTY,
          SERVER_TRUSTSTORE_WITHOUT_TRUST_FLAG,
          CLIENT_TRUSTSTORE_WITHOUT_TRUST_FLAG ->
          List.of(
              "keytool -importcert -noprompt -alias "
                  + CureWords.side(owner.other())
                  + "-authority -file "
                  + otherAuthority()
                  + " -keystore "
                  + forKeytool(trust));
      default -> List.of();
    };
  }

  private String host() {
    String address = words.serverAddress();
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }
}
