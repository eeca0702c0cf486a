package io.handclasp.pki.store;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One block of a PEM file (RFC 7468), as it stands between its BEGIN and END lines.
 *
 * <p>{@link #toString()} shows the label only, since the block may be a key.
 */
public final class PemBlock {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** A byte order mark as UTF-16 tells it, and its octets in UTF-8, one by one. */
  private static final String MARK = "\uFEFF";

  private static final String MARK_IN_OCTETS = "\u00EF\u00BB\u00BF";

  private final String label;
  private final Map<String, String> headers;
  private final byte[] der;

  PemBlock(String label, Map<String, String> headers, byte[] der) {
    this.label = label;
    this.headers = Map.copyOf(headers);
    this.der = der.clone();
  }

  /** For example {@code CERTIFICATE} or {@code PRIVATE KEY}. */
  public String label() {
    return label;
  }

  /** The data, decoded; a copy. */
  public byte[] der() {
    return der.clone();
  }

  /** True where at least one block begins somewhere in the bytes. */
  public static boolean holdsBlocks(byte[] file) {
    return text(file).contains(BEGIN);
  }

  /**
   * Every block of a file, in order. Text around the blocks, any kind of line end, white space
   * around lines and byte order marks do not matter.
   *
   * @param file for messages only
   * @throws StoreException with {@link StoreFault#NOT_A_STORE} where a block is cut off or its data
   *     is not Base64
   */
  public static List<PemBlock> read(Path file, byte[] bytes) throws StoreException {
    List<PemBlock> blocks = new ArrayList<>();
    String label = null;
    List<String> lines = new ArrayList<>();
    for (String raw : text(bytes).split("\r\n|\n|\r")) {
      String line = withoutMark(raw).strip();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        if (label != null) {
          throw damaged(file, label, "has no END line", null);
        }
        label = line.substring(BEGIN.length(), line.length() - DASHES.length());
        lines.clear();
      } else if (label != null && line.equals(END + label + DASHES)) {
        blocks.add(decode(file, label, lines));
        label = null;
      } else if (label != null) {
        lines.add(line);
      }
    }
    if (label != null) {
      throw damaged(file, label, "has no END line", null);
    }
    return blocks;
  }

  /** The block as text, with a line end after its last line. */
  public String text() {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return BEGIN
        + label
        + DASHES
        + "\n"
        + encoder.encodeToString(der)
        + "\n"
        + END
        + label
        + DASHES
        + "\n";
  }

  /** A block without headers. */
  public static PemBlock of(String label, byte[] der) {
    return new PemBlock(label, Map.of(), der);
  }

  /** The value of a header, whatever its case. */
  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(e -> e.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static PemBlock decode(Path file, String label, List<String> lines)
      throws StoreException {
    Map<String, String> headers = new LinkedHashMap<>();
    StringBuilder data = new StringBuilder();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      } else {
        data.append(line);
      }
    }
    try {
      return new PemBlock(label, headers, Base64.getDecoder().decode(data.toString()));
    } catch (IllegalArgumentException e) {
      throw damaged(file, label, "is not Base64", e);
    }
  }

  private static StoreException damaged(
      Path file, String label, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new StoreException(
        StoreFault.NOT_A_STORE,
        file,
        "The block " + label + " in " + file + " " + what + "; the file is damaged, fetch it anew.",
        cause);
  }

  // Windows shells write UTF-16 with a byte order mark; everything else is ASCII where it matters.
  private static String text(byte[] bytes) {
    Charset charset = StandardCharsets.ISO_8859_1;
    if (bytes.length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFF + 0xFE) {
      charset = StandardCharsets.UTF_16;
    }
    return new String(bytes, charset);
  }

  /** Files that were put together from several have byte order marks in their midst too. */
  private static String withoutMark(String line) {
    if (line.startsWith(MARK)) {
      return line.substring(MARK.length());
    }
    return line.startsWith(MARK_IN_OCTETS) ? line.substring(MARK_IN_OCTETS.length()) : line;
  }

  @Override
  public String toString() {
    return "PemBlock[" + label + ", " + der.length + " bytes]";
  }
}
