package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.PeerIdentity;
import io.handclasp.proxy.config.ForwardingConfig;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.netty.util.AsciiString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A verified peer as fields for the origin: {@code Client-Cert} and {@code Client-Cert-Chain} (RFC
 * 9440) and {@code X-Forwarded-Client-Cert}. Each text is made when first needed, then kept.
 */
final class ClientCertFields {
  private static final int DNS = 2;
  private static final int URI = 6;

  private final PeerIdentity peer;
  private @Nullable AsciiString certificate;
  private @Nullable AsciiString chain;
  private @Nullable AsciiString envoy;

  ClientCertFields(PeerIdentity peer) {
    this.peer = peer;
  }

  void addTo(Fields fields, ForwardingConfig config) {
    if (config.clientCert()) {
      certificate = certificate != null ? certificate : new AsciiString(encoded(peer.leaf()));
      fields.add(FieldName.CLIENT_CERT, certificate);
    }
    if (config.clientCertChain() && peer.chain().size() > 1) {
      chain = chain != null ? chain : new AsciiString(rest());
      fields.add(FieldName.CLIENT_CERT_CHAIN, chain);
    }
    if (config.xForwardedClientCert()) {
      envoy = envoy != null ? envoy : new AsciiString(described());
      fields.add(FieldName.X_FORWARDED_CLIENT_CERT, envoy);
    }
  }

  /** The chain without the leaf, in its order (RFC 9440 section 2.3). */
  private String rest() {
    return peer.chain().stream()
        .skip(1)
        .map(ClientCertFields::encoded)
        .collect(Collectors.joining(", "));
  }

  /** A byte sequence of structured fields (RFC 8941 section 3.3.5). */
  private static String encoded(X509Certificate certificate) {
    return ":" + Base64.getEncoder().encodeToString(der(certificate)) + ":";
  }

  private String described() {
    X509Certificate leaf = peer.leaf();
    StringBuilder text = new StringBuilder("Hash=").append(sha256(leaf));
    String subject = leaf.getSubjectX500Principal().getName();
    text.append(";Subject=\"").append(quoted(subject)).append('"');
    names(leaf, URI).forEach(name -> text.append(";URI=\"").append(quoted(name)).append('"'));
    names(leaf, DNS).forEach(name -> text.append(";DNS=\"").append(quoted(name)).append('"'));
    return text.toString();
  }

  private static List<String> names(X509Certificate leaf, int type) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.get(0).equals(type))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      // The judge read these names, or they would not be here; without them the hash still tells.
      return List.of();
    }
  }

  /** Only what a quoted string may hold, so that no name can end it or the line. */
  private static String quoted(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        safe.append('\\').append(c);
      } else {
        safe.append(c >= ' ' && c < 127 ? c : '?');
      }
    }
    return safe.toString();
  }

  private static String sha256(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(der(certificate));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a verified certificate that has no encoding", e);
    }
  }
}
