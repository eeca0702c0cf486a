package io.handclasp.handshake.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a record, as {@code docs/handshake-record.md} and its schema describe it. Field
 * names are stable; fields may be added. Null and empty values are left out.
 *
 * <p>A written record is at most {@link #LARGEST} bytes, whatever a stranger sent: where it would
 * be longer, texts and lists are cut until it fits, and the record says {@code "cut":true}. Safe
 * for use by many threads.
 */
public final class RecordJson {
  /** Most bytes of one record. */
  public static final int LARGEST = 16 * 1024;

  /** The version of the form, raised where a field changes its meaning. */
  public static final int VERSION = 1;

  private static final int TYPICAL = 4 * 1024;
  private static final Set<String> DETAILS = Set.of("steps", "phases_us", "evidence", "own_chain");

  static final JsonFactory FACTORY = new JsonFactory();

  private RecordJson() {}

  /** One object in UTF-8 without line breaks, at most {@link #LARGEST} bytes. */
  public static byte[] write(HandshakeRecord handshake) {
    return write(handshake, null, new ByteArrayOutputStream(TYPICAL));
  }

  /**
   * The same.
   *
   * @param known what other records had; null for none
   * @param scratch is written over
   */
  static byte[] write(
      HandshakeRecord handshake, @Nullable KnownTexts known, ByteArrayOutputStream scratch) {
    for (RecordBounds bounds : RecordBounds.LOOSE_TO_TIGHT) {
      write(handshake, bounds, bounds.cut() ? null : known, scratch);
      if (scratch.size() <= LARGEST) {
        return scratch.toByteArray();
      }
    }
    throw new IllegalStateException("the tightest bounds are too loose for " + LARGEST + " bytes");
  }

  /** Writes the object where a greater document is being written. */
  public static void write(JsonGenerator out, HandshakeRecord handshake) throws IOException {
    RecordBounds bounds = RecordBounds.LOOSE_TO_TIGHT.get(0);
    ByteArrayOutputStream scratch = new ByteArrayOutputStream(TYPICAL);
    for (RecordBounds tried : RecordBounds.LOOSE_TO_TIGHT) {
      bounds = tried;
      write(handshake, tried, null, scratch);
      if (scratch.size() <= LARGEST) {
        break;
      }
    }
    new RecordWriter(out, bounds, null).write(handshake);
  }

  private static void write(
      HandshakeRecord handshake,
      RecordBounds bounds,
      @Nullable KnownTexts known,
      ByteArrayOutputStream scratch) {
    scratch.reset();
    try (JsonGenerator out = FACTORY.createGenerator(scratch)) {
      new RecordWriter(out, bounds, known).write(handshake);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
  }

  /**
   * Reads one object; fields that are not known are passed over, so that older programs read newer
   * journals.
   *
   * @throws RecordFormatException where it is not JSON, or lacks what every record has
   */
  public static HandshakeRecord read(byte[] json) throws RecordFormatException {
    return RecordParser.read(JsonTree.parse(FACTORY, json, Set.of()));
  }

  /**
   * The same without what only a look at one handshake needs, at less cost: steps, phases, evidence
   * and the own chain are empty.
   *
   * @throws RecordFormatException where it is not JSON, or lacks what every record has
   */
  public static HandshakeRecord readOutline(byte[] json) throws RecordFormatException {
    return RecordParser.read(JsonTree.parse(FACTORY, json, DETAILS));
  }
}
