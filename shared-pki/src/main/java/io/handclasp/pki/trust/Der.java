package io.handclasp.pki.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One element of DER (X.690): a tag and its content, read in place. Strict: definite lengths in
 * their shortest form, low tag numbers, nothing left over. Certificates are judged by what this
 * reader sees, so that no two readings of the same bytes can differ.
 */
final class Der {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;

  private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");
  private static final Pattern UTC_FORM = Pattern.compile("[0-9]{12}Z");
  private static final Pattern GENERALIZED_FORM = Pattern.compile("[0-9]{14}Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final byte[] bytes;
  private final int from;
  private final int start;
  private final int end;

  private Der(byte[] bytes, int from, int start, int end) {
    this.bytes = bytes;
    this.from = from;
    this.start = start;
    this.end = end;
  }

  /** The one element that {@code bytes} holds; the array is not copied and must not change. */
  static Der parse(byte[] bytes) throws DerException {
    Der element = read(bytes, 0, bytes.length);
    if (element.end != bytes.length) {
      throw new DerException((bytes.length - element.end) + " bytes after the end of the element");
    }
    return element;
  }

  private static Der read(byte[] bytes, int from, int limit) throws DerException {
    if (limit - from < 2) {
      throw new DerException("cut off after " + (limit - from) + " bytes of a header");
    }
    if ((bytes[from] & 0x1f) == 0x1f) {
      throw new DerException("a tag number above 30");
    }
    int first = bytes[from + 1] & 0xff;
    int start = from + 2;
    int length = first;
    if (first >= 0x80) {
      int count = first & 0x7f;
      length = longLength(bytes, start, count, limit);
      start += count;
    }
    if (length > limit - start) {
      throw new DerException("length " + length + ", but only " + (limit - start) + " bytes left");
    }
    return new Der(bytes, from, start, start + length);
  }

  private static int longLength(byte[] bytes, int at, int count, int limit) throws DerException {
    if (count == 0 || count > 3 || count > limit - at) {
      throw new DerException("a length in " + count + " bytes");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | (bytes[at + i] & 0xff);
    }
    boolean shortest = length >= 0x80 && (count == 1 || length >= 1 << (8 * (count - 1)));
    if (!shortest) {
      throw new DerException("a length that is not in its shortest form");
    }
    return length;
  }

  /** The identifier octet. */
  int tag() {
    return bytes[from] & 0xff;
  }

  boolean is(int tag) {
    return tag() == tag;
  }

  /** This, where it has that tag. */
  Der expect(int tag) throws DerException {
    if (!is(tag)) {
      throw new DerException(String.format("tag 0x%02x (expected: 0x%02x)", tag(), tag));
    }
    return this;
  }

  /** True for a time before 2050 that is not written as UTCTime (RFC 5280 §4.1.2.5). */
  boolean isGeneralizedTooEarly() throws DerException {
    return is(GENERALIZED_TIME) && time().isBefore(YEAR_2050);
  }

  /** Number of content octets. */
  int length() {
    return end - start;
  }

  /** The content octets. */
  byte[] content() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** Header and content. */
  byte[] encoded() {
    return Arrays.copyOfRange(bytes, from, end);
  }

  /** Header and content as lower-case hexadecimal. */
  String hex() {
    return HexFormat.of().formatHex(bytes, from, end);
  }

  /** True where both have the same octets, header included. */
  boolean sameAs(Der other) {
    return Arrays.equals(bytes, from, end, other.bytes, other.from, other.end);
  }

  /** The elements in the content of a constructed element. */
  List<Der> children() throws DerException {
    if ((tag() & 0x20) == 0) {
      throw new DerException(String.format("tag 0x%02x holds no elements", tag()));
    }
    List<Der> children = new ArrayList<>();
    int at = start;
    while (at < end) {
      Der child = read(bytes, at, end);
      children.add(child);
      at = child.end;
    }
    return children;
  }

  /** The elements of a SEQUENCE. */
  List<Der> sequence() throws DerException {
    return expect(SEQUENCE).children();
  }

  /** The elements of a SEQUENCE that holds at least one. */
  List<Der> filledSequence() throws DerException {
    List<Der> children = sequence();
    if (children.isEmpty()) {
      throw new DerException("an empty SEQUENCE");
    }
    return children;
  }

  /**
   * The elements of a SEQUENCE of optional fields: none but those of the given tags, in their order
   * and each once at most.
   */
  List<Der> fields(int... tags) throws DerException {
    List<Der> fields = sequence();
    int at = 0;
    for (Der field : fields) {
      while (at < tags.length && !field.is(tags[at])) {
        at++;
      }
      if (at++ == tags.length) {
        throw new DerException(
            String.format("field 0x%02x is unknown, out of order or stands twice", field.tag()));
      }
    }
    return fields;
  }

  /** The single element inside an explicit tag. */
  Der inner() throws DerException {
    List<Der> children = children();
    if (children.size() != 1) {
      throw new DerException(children.size() + " elements inside a tag (expected: 1)");
    }
    return children.get(0);
  }

  boolean bool() throws DerException {
    expect(BOOLEAN);
    return boolContent();
  }

  /** The value of a BOOLEAN with an implicit tag. */
  boolean boolContent() throws DerException {
    int value = length() == 1 ? bytes[start] & 0xff : -1;
    if (value != 0 && value != 0xff) {
      throw new DerException("a BOOLEAN that is neither 00 nor FF");
    }
    return value == 0xff;
  }

  BigInteger integer() throws DerException {
    expect(INTEGER);
    return integerContent();
  }

  /** The value of an INTEGER with an implicit tag. */
  BigInteger integerContent() throws DerException {
    if (length() == 0) {
      throw new DerException("an empty INTEGER");
    }
    boolean padded =
        length() > 1
            && ((bytes[start] == 0 && bytes[start + 1] >= 0)
                || (bytes[start] == -1 && bytes[start + 1] < 0));
    if (padded) {
      throw new DerException("an INTEGER that is not in its shortest form");
    }
    return new BigInteger(content());
  }

  /** A count that is not negative and fits into an int, as others read it too. */
  int countContent() throws DerException {
    BigInteger value = integerContent();
    if (value.signum() < 0 || value.bitLength() > 31) {
      throw new DerException("a count below 0 or of more than 31 bits");
    }
    return value.intValue();
  }

  /** The octets of a BIT STRING whose bits fill them all. */
  byte[] wholeBits() throws DerException {
    expect(BIT_STRING);
    if (length() < 1 || bytes[start] != 0) {
      throw new DerException("a BIT STRING with unused bits");
    }
    return Arrays.copyOfRange(bytes, start + 1, end);
  }

  /** This, a BIT STRING with an implicit tag whose count of unused bits fits. */
  Der expectBits() throws DerException {
    int unused = length() == 0 ? 8 : bytes[start];
    if (unused < 0 || unused > 7 || (length() == 1 && unused != 0)) {
      throw new DerException("a BIT STRING that is not DER");
    }
    return this;
  }

  /** The named bits of a BIT STRING, also of one with an implicit tag: bit 0 is the lowest here. */
  int namedBits() throws DerException {
    int unused = expectBits().bytes[start];
    if (length() > 4 || (length() > 1 && (bytes[end - 1] & ((1 << unused) - 1)) != 0)) {
      throw new DerException("a BIT STRING that is not DER");
    }
    int bits = 0;
    for (int i = 0; i < (length() - 1) * 8; i++) {
      if ((bytes[start + 1 + i / 8] & (0x80 >> (i % 8))) != 0) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  /** An OBJECT IDENTIFIER in dotted form. */
  String oid() throws DerException {
    expect(OID);
    if (length() == 0 || (bytes[end - 1] & 0x80) != 0) {
      throw new DerException("an OBJECT IDENTIFIER that is cut off");
    }
    StringBuilder dotted = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    for (int i = start; i < end; i++) {
      if ((bytes[i] & 0xff) == 0x80 && arc.signum() == 0) {
        throw new DerException("an OBJECT IDENTIFIER that is not in its shortest form");
      }
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(bytes[i] & 0x7f));
      if ((bytes[i] & 0x80) == 0) {
        append(dotted, arc);
        arc = BigInteger.ZERO;
      }
    }
    return dotted.toString();
  }

  private static void append(StringBuilder dotted, BigInteger arc) {
    if (dotted.length() > 0) {
      dotted.append('.').append(arc);
      return;
    }
    long top = Math.min(2, arc.min(BigInteger.valueOf(80)).longValue() / 40);
    dotted.append(top).append('.').append(arc.subtract(BigInteger.valueOf(40 * top)));
  }

  /** The content as ASCII, as IA5String has it; any other octet is refused. */
  String ascii() throws DerException {
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        throw new DerException("an IA5String with an octet above 127");
      }
    }
    return new String(bytes, start, length(), US_ASCII);
  }

  /** A UTCTime or GeneralizedTime in the one form that RFC 5280 §4.1.2.5 leaves. */
  Instant time() throws DerException {
    String text = ascii();
    boolean utc = is(UTC_TIME);
    boolean fits = utc || is(GENERALIZED_TIME);
    if (!fits || !(utc ? UTC_FORM : GENERALIZED_FORM).matcher(text).matches()) {
      throw new DerException(
          "time '" + NameText.printable(text) + "' (expected: seconds without fraction, and Z)");
    }
    String century = !utc ? "" : text.compareTo("50") < 0 ? "20" : "19";
    try {
      return LocalDateTime.parse(century + text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new DerException("time '" + text + "' is none");
    }
  }

  /** True where this is one of the string types that names are made of. */
  boolean isText() {
    return switch (tag()) {
      case 0x0c, 0x12, 0x13, 0x14, 0x16, 0x1a, 0x1c, 0x1e -> true;
      default -> false;
    };
  }

  /** The text of any string type that names are made of. */
  String text() throws DerException {
    return switch (tag()) {
      case 0x0c -> decode(StandardCharsets.UTF_8);
      case 0x12 -> numeric();
      case 0x13, 0x16, 0x1a -> ascii();
      case 0x14 -> decode(ISO_8859_1);
      case 0x1e -> decode(UTF_16BE);
      case 0x1c -> decode(Charset.forName("UTF-32BE"));
      default -> throw new DerException(String.format("tag 0x%02x is no text", tag()));
    };
  }

  private String numeric() throws DerException {
    String text = ascii();
    if (!text.chars().allMatch(c -> c == ' ' || (c >= '0' && c <= '9'))) {
      throw new DerException("a NumericString with other than digits");
    }
    return text;
  }

  private String decode(Charset charset) throws DerException {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, start, length()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new DerException("text that is not " + charset);
    }
  }
}
