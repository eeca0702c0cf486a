package io.handclasp.handshake.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.StringWriter;
import java.util.IdentityHashMap;

/**
 * The JSON of certificates, which are the same in record after record and most of each. For one
 * thread.
 */
final class CertificateTexts {
  private static final int MOST = 64;

  private final IdentityHashMap<CertificateNote, SerializableString> known =
      new IdentityHashMap<>();
  private final JsonFactory factory;

  CertificateTexts(JsonFactory factory) {
    this.factory = factory;
  }

  /** The object in the loosest bounds. */
  SerializableString of(CertificateNote certificate) throws IOException {
    SerializableString text = known.get(certificate);
    if (text == null) {
      text = new SerializedString(write(certificate));
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(certificate, text);
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
}
