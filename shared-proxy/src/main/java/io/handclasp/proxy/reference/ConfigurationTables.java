package io.handclasp.proxy.reference;

import io.handclasp.proxy.config.KeyDescription;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.SectionDescription;
import io.handclasp.proxy.config.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables of {@code docs/configuration.md}. A page says by marks where a table stands and of
 * which keys: {@code <!-- keys in SECTION: NAME NAME … -->}, closed by {@code <!-- end of keys
 * -->}; without names it is all of the section, without a section they are whole keys.
 */
public final class ConfigurationTables {
  private static final Pattern TABLE =
      Pattern.compile(
          "(?s)(<!-- keys(?: in ([\\w.]+))?(?:: ([^>]*?))? -->\\n).*?(<!-- end of keys -->)");

  private final Meanings meanings = Meanings.shipped();
  private final Map<String, KeyDescription> front = new LinkedHashMap<>();
  private final Map<String, KeyDescription> back = new LinkedHashMap<>();
  private final TreeSet<String> untold = new TreeSet<>();

  private ConfigurationTables() {
    gather("", ProxyConfigReader.describe(Side.FRONT), front);
    gather("", ProxyConfigReader.describe(Side.BACK), back);
    untold.addAll(front.keySet());
    untold.addAll(back.keySet());
    untold.forEach(meanings::of);
    for (String key : meanings.keys()) {
      if (!untold.contains(key)) {
        throw new IllegalStateException(key + ": meanings.txt tells of it, no reader knows it");
      }
    }
  }

  private static void gather(
      String path, SectionDescription section, Map<String, KeyDescription> into) {
    for (KeyDescription key : section.keys()) {
      String name = path.isEmpty() ? key.name() : path + "." + key.name();
      into.put(name, key);
      SectionDescription below = key.section();
      if (below != null) {
        gather(name, below, into);
      }
    }
  }

  /**
   * The page with its tables made anew.
   *
   * @throws IllegalStateException where a key has no words, or stands in no table
   */
  public static String fill(String page) {
    ConfigurationTables tables = new ConfigurationTables();
    String filled = TABLE.matcher(page).replaceAll(tables::table);
    tables.untold.removeIf(key -> !tables.hasValue(key));
    if (!tables.untold.isEmpty()) {
      throw new IllegalStateException(tables.untold + " stand in no table of the page");
    }
    return filled;
  }

  private boolean hasValue(String key) {
    return any(key).shape() != null;
  }

  private KeyDescription any(String key) {
    KeyDescription described = front.containsKey(key) ? front.get(key) : back.get(key);
    if (described == null) {
      throw new IllegalStateException(key + ": no such key");
    }
    return described;
  }

  private String table(MatchResult marks) {
    String section = marks.group(2) == null ? "" : marks.group(2) + ".";
    List<String> names = marks.group(3) == null ? List.of() : List.of(marks.group(3).split(" "));
    StringBuilder table = new StringBuilder(marks.group(1)).append("| key | default | meaning |\n");
    table.append("|---|---|---|\n");
    for (String key : meanings.keys()) {
      if (key.startsWith(section) && wanted(key.substring(section.length()), names)) {
        untold.remove(key);
        if (hasValue(key)) {
          table.append(row(key, key.substring(section.length())));
        }
      }
    }
    return Matcher.quoteReplacement(table.append(marks.group(4)).toString());
  }

  private static boolean wanted(String name, List<String> names) {
    return names.isEmpty()
        || names.stream().anyMatch(asked -> name.equals(asked) || name.startsWith(asked + "."));
  }

  private String row(String key, String shown) {
    boolean both = front.containsKey(key) && back.containsKey(key);
    String only = both ? "" : front.containsKey(key) ? "front only: " : "back only: ";
    String meaning = only + meanings.of(key).text();
    return "| `%s` | %s | %s |\n".formatted(shown, usual(key), meaning.replace("|", "\\|"));
  }

  private String usual(String key) {
    Meanings.Meaning meaning = meanings.of(key);
    if (meaning.absent() != null) {
      return meaning.absent();
    }
    if (any(key).required()) {
      return "required";
    }
    String atFront = written(front.get(key));
    String atBack = written(back.get(key));
    if (atFront != null && atBack != null && !atFront.equals(atBack)) {
      return atFront + " (front), " + atBack + " (back)";
    }
    return atFront != null ? atFront : Objects.requireNonNullElse(atBack, "");
  }

  private static @Nullable String written(@Nullable KeyDescription key) {
    String usual = key == null ? null : key.usual();
    return usual == null ? null : "`" + usual + "`";
  }
}
