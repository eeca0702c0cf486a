package io.handclasp.handshake.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.IdentityHashMap;

/**
 * What is the same in record after record: the JSON of certificates, which are most of each, and
 * the second in which a handshake began. For one thread.
 */
final class KnownTexts {
  private static final int MOST = 64;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final IdentityHashMap<CertificateNote, SerializableString> certificates =
      new IdentityHashMap<>();
  private final JsonFactory factory;
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  KnownTexts(JsonFactory factory) {
    this.factory = factory;
  }

  /** The object in the loosest bounds. */
  SerializableString of(CertificateNote certificate) throws IOException {
    SerializableString text = certificates.get(certificate);
    if (text == null) {
      text = new SerializedString(write(certificate));
      if (certificates.size() >= MOST) {
        certificates.clear();
      }
      certificates.put(certificate, text);
    }
    return text;
  }

  private String write(CertificateNote certificate) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = factory.createGenerator(text)) {
      new RecordWriter(out, RecordBounds.LOOSE_TO_TIGHT.get(0), null).certificate(certificate);
    }
    return text.toString();
  }

  /** As {@link Instant#toString()} has it. */
  String of(Instant time) {
    if (time.getEpochSecond() != second) {
      second = time.getEpochSecond();
      String whole = Instant.ofEpochSecond(second).toString();
      secondText = whole.substring(0, whole.length() - 1);
    }
    int nanos = time.getNano();
    if (nanos == 0) {
      return secondText + 'Z';
    }
    String digits = Integer.toString(NANOS_PER_SECOND + nanos);
    int end = nanos % 1_000_000 == 0 ? 4 : nanos % 1_000 == 0 ? 7 : 10;
    return secondText + '.' + digits.substring(1, end) + 'Z';
  }
}
