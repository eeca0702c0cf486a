package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordSourceTest {
  @Test
  void fileGivesItsFirstLineWithoutLineEnd(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("p"), "secret word\r\nsecond\n");

    assertThat(PasswordSource.parse("file:" + file).read())
        .containsExactly("secret word".toCharArray());
  }

  @Test
  void markAtTheBeginningOfAFileIsNoPartOfThePassword(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("p"), "\uFEFFsecret\n");

    assertThat(PasswordSource.parse("file:" + file).read()).containsExactly("secret".toCharArray());
  }

  @Test
  void fileThatIsNotInUtf8IsToldAsSuch(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("p"), "schl\u00fcssel\n", StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> PasswordSource.parse("file:" + file).read())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file + " is not UTF-8");
  }

  @Test
  void passwordMayHoldColonsAndBeEmpty() throws Exception {
    assertThat(PasswordSource.parse("pass:a:b").read()).containsExactly('a', ':', 'b');
    assertThat(PasswordSource.parse("pass:").read()).isEmpty();
  }

  @Test
  void onlyTheWordItselfStandsInTheOpen() {
    assertThat(PasswordSource.parse("pass:x").inTheOpen()).isTrue();
    assertThat(PasswordSource.parse("file:x").inTheOpen()).isFalse();
    assertThat(PasswordSource.parse("env:x").inTheOpen()).isFalse();
    assertThat(PasswordSource.parse("prompt").inTheOpen()).isFalse();
  }

  @Test
  void environmentVariableThatIsNotSetIsNamed() {
    assertThatThrownBy(() -> PasswordSource.parse("env:HANDCLASP_NOT_SET").read())
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.fault()).isEqualTo(StoreFault.PASSWORD_UNAVAILABLE))
        .hasMessageContaining("HANDCLASP_NOT_SET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "pw:hunter2", "file:", "env:", ""})
  void unknownFormIsRefusedWithoutRepeatingIt(String spec) {
    assertThatThrownBy(() -> PasswordSource.parse(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("hunter2")
        .contains("file:PATH");
  }

  @Test
  void passwordIsNeverShown() {
    assertThat(PasswordSource.parse("pass:hunter2")).asString().doesNotContain("hunter2");
    assertThat(PasswordSource.of("hunter2".toCharArray())).asString().doesNotContain("hunter2");
  }

  @Test
  void passwordForSomethingNewIsTypedTwiceAndReadOnceFromElsewhere() {
    PasswordSource file = PasswordSource.parse("file:secret");

    assertThat(PasswordSource.parse("prompt").forNew())
        .isEqualTo(new PasswordSource.Prompt("Password", true));
    assertThat(file.forNew()).isSameAs(file);
  }
}
