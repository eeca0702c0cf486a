package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.ChainFacts;
import io.handclasp.pki.inspect.ChainFacts.MissingIssuer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Certificates and chains as JSON values; the keys are documented in docs/pki.md. */
final class CertificateJson {
  private CertificateJson() {}

  static Map<String, Object> of(CertificateFacts facts, Instant now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("subject", facts.subject());
    json.put("issuer", facts.issuer());
    json.put("serial", facts.serial());
    json.put("version", facts.version());
    json.put("notBefore", facts.notBefore());
    json.put("notAfter", facts.notAfter());
    json.put("daysLeft", facts.daysLeft(now));
    json.put("validity", facts.validity(now).name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("role", facts.role());
    json.put("names", facts.names());
    json.put("keyUsage", facts.keyUsage());
    json.put("extendedKeyUsage", facts.extendedKeyUsage());
    json.put("keyType", facts.keyType());
    json.put("signatureAlgorithm", facts.signatureAlgorithm());
    json.put("authority", facts.authority());
    putPresent(json, "pathLength", facts.pathLength());
    json.put("selfSigned", facts.selfSigned());
    putPresent(json, "subjectKeyId", facts.subjectKeyId());
    putPresent(json, "authorityKeyId", facts.authorityKeyId());
    json.put("issuerAddresses", facts.issuerAddresses());
    json.put("listAddresses", facts.listAddresses());
    json.put("sha256", facts.sha256());
    json.put("unreadable", facts.unreadable());
    return json;
  }

  static Map<String, Object> of(ChainFacts chain, Instant now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("chain", all(chain.chain().stream().map(CertificateFacts::of).toList(), now));
    json.put("inOrder", chain.inOrder());
    json.put("complete", chain.complete());
    json.put("unrelated", all(chain.unrelated().stream().map(CertificateFacts::of).toList(), now));
    MissingIssuer missing = chain.missing();
    if (missing != null) {
      Map<String, Object> issuer = new LinkedHashMap<>();
      issuer.put("name", missing.name());
      putPresent(issuer, "keyId", missing.keyId());
      issuer.put("addresses", missing.addresses());
      json.put("missingIssuer", issuer);
    }
    return json;
  }

  private static List<Map<String, Object>> all(List<CertificateFacts> facts, Instant now) {
    return facts.stream().map(one -> of(one, now)).toList();
  }

  private static void putPresent(Map<String, Object> json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
