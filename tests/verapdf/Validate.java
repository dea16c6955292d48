import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Validates PDF files against PDF/UA-1 and PDF/A-3a with veraPDF's engine. Prints one line for each file and profile:
 * the file's name, the profile, the number of checks, and the rules that failed. Exits 1 if any file fails.
 *
 * <p>The profiles are read by DOM: veraPDF's own loader needs JAXB, which the jar does not bring along.
 */
public class Validate {
    private static final Map<PDFAFlavour, String> PROFILES = Map.of(
            PDFAFlavour.PDFUA_1, "PDFUA-1", PDFAFlavour.PDFA_3_A, "PDFA-3A");

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean allValid = files.length > 0;
        for (Map.Entry<PDFAFlavour, String> wanted : PROFILES.entrySet()) {
            ValidationProfile profile = readProfile(wanted.getKey(), wanted.getValue());
            for (String file : files) {
                try (InputStream content = Files.newInputStream(Path.of(file));
                        PDFAParser parser = Foundries.defaultInstance().createParser(content, wanted.getKey())) {
                    ValidationResult result = ValidatorFactory.createValidator(profile, false).validate(parser);
                    allValid &= result.isCompliant();
                    System.out.println(file + " " + wanted.getValue() + " checks=" + result.getTotalAssertions() + " "
                            + failures(result));
                }
            }
        }
        System.exit(allValid ? 0 : 1);
    }

    private static String failures(ValidationResult result) {
        List<String> lines = new ArrayList<>();
        for (TestAssertion check : result.getTestAssertions()) {
            if (check.getStatus() == TestAssertion.Status.FAILED) {
                lines.add(check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber() + " "
                        + check.getMessage());
            }
        }
        return lines.isEmpty() ? "valid" : "invalid: " + String.join("; ", lines);
    }

    private static ValidationProfile readProfile(PDFAFlavour flavour, String name) throws Exception {
        String resource = "/org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream stream = Validate.class.getResourceAsStream(resource)) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : children(root, "rule")) {
                rules.add(readRule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element variable : children(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                        variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(flavour,
                    Profiles.profileDetailsFromValues(name, "", "", new Date(0)), "", rules, variables);
        }
    }

    private static Rule readRule(Element rule) {
        Element id = children(rule, "id").get(0);
        String deferred = rule.getAttribute("deferred");
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), deferred.isEmpty() ? null : Boolean.valueOf(deferred),
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), Collections.<ErrorArgument>emptyList()),
                Collections.emptyList());
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int index = 0; index < nodes.getLength(); index++) {
            found.add((Element) nodes.item(index));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
