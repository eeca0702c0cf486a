package io.handclasp.proxy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.verdict.Cause;
import io.handclasp.handshake.verdict.Cure;
import io.handclasp.handshake.verdict.Cures;
import io.handclasp.proxy.config.KeyDescription;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.SectionDescription;
import io.handclasp.proxy.config.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cure puts into backquotes is a key that a configuration may have. */
class CureKeysTest {
  private static final Path PAGE =
      Path.of(System.getProperty("project.root", ".."), "docs", "verdicts.md");

  /** A cure on the page: the line that begins it, and those on further ends. */
  private static final Pattern CURE = Pattern.compile("(?m)^(?:\\*\\*Cure:\\*\\*|At the ).*$");

  /** A password's source ({@code file:PATH}), or a key, maybe with a value. */
  private static final Pattern QUOTED = Pattern.compile("`(?:\\w+:\\S+|([^`:]+)(?:: [^`]*)?)`");

  private static final Set<String> KEYS = keys();

  @ParameterizedTest
  @EnumSource(Cause.class)
  void curesNameKeysThatThereAre(Cause cause) {
    for (Role own : Role.values()) {
      for (Cure cure : Cures.of(cause, own)) {
        assertThat(KEYS).containsAll(named(cure.what()));
      }
    }
  }

  @Test
  void pageNamesKeysThatThereAre() throws IOException {
    List<String> named =
        CURE.matcher(Files.readString(PAGE))
            .results()
            .flatMap(cure -> named(cure.group()).stream())
            .toList();

    assertThat(named).contains("tls.protocols", "peerName");
    assertThat(KEYS).containsAll(named);
  }

  private static List<String> named(String text) {
    return QUOTED
        .matcher(text)
        .results()
        .map(quoted -> quoted.group(1))
        .filter(Objects::nonNull)
        .toList();
  }

  /** By their whole names, and by their last words. */
  private static Set<String> keys() {
    Set<String> keys = new HashSet<>();
    for (Side side : Side.values()) {
      gather("", ProxyConfigReader.describe(side), keys);
    }
    return keys;
  }

  private static void gather(String path, SectionDescription section, Set<String> into) {
    for (KeyDescription key : section.keys()) {
      into.add(key.name());
      into.add(path + key.name());
      SectionDescription below = key.section();
      if (below != null) {
        gather(path + key.name() + ".", below, into);
      }
    }
  }
}
