package io.handclasp.handshake.record;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One message of the handshake as this end saw it.
 *
 * @param kind what it is; {@link Kind#ENCRYPTED} where it could not be read
 * @param sent true where this end sent it
 * @param bytes length on the wire: the message with its header, or the record where encrypted
 * @param offset time since the TCP connection was up
 * @param note a short fact for people ({@code unknown_ca}, {@code 3 certificates}); null if none
 */
public record Step(Kind kind, boolean sent, int bytes, Duration offset, @Nullable String note) {
  /** The handshake messages of RFC 8446 and RFC 5246, alerts, and what stands for them. */
  public enum Kind {
    CLIENT_HELLO("ClientHello"),
    HELLO_RETRY_REQUEST("HelloRetryRequest"),
    SERVER_HELLO("ServerHello"),
    ENCRYPTED_EXTENSIONS("EncryptedExtensions"),
    SERVER_KEY_EXCHANGE("ServerKeyExchange"),
    CERTIFICATE_REQUEST("CertificateRequest"),
    SERVER_CERTIFICATE("Certificate"),
    SERVER_CERTIFICATE_VERIFY("CertificateVerify"),
    SERVER_HELLO_DONE("ServerHelloDone"),
    SERVER_FINISHED("Finished"),
    CLIENT_CERTIFICATE("Certificate"),
    CLIENT_KEY_EXCHANGE("ClientKeyExchange"),
    CLIENT_CERTIFICATE_VERIFY("CertificateVerify"),
    CLIENT_FINISHED("Finished"),
    CERTIFICATE_STATUS("CertificateStatus"),
    NEW_SESSION_TICKET("NewSessionTicket"),
    KEY_UPDATE("KeyUpdate"),
    CHANGE_CIPHER_SPEC("ChangeCipherSpec"),
    ALERT("Alert"),
    ENCRYPTED("encrypted"),
    NOT_TLS("not TLS"),
    OTHER("other");

    private final String rfcName;
    private final String word = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

    Kind(String rfcName) {
      this.rfcName = rfcName;
    }

    /** The name that the RFC gives it. */
    public String rfcName() {
      return rfcName;
    }

    /** The word for JSON, such as {@code client-hello}; tells who sends where the name does not. */
    public String word() {
      return word;
    }
  }
}
