// Ranks of Lucene's ArabicAnalyzer with BM25, for search.py.
// java -cp JAR Lucene.java DOCS.tsv QUERIES.tsv: prints QUERY<tab>DOC DOC … (ten), and on standard error documents a second.

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

public class Lucene {
    public static void main(String[] args) throws Exception {
        Analyzer analyzer = new ArabicAnalyzer();
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        List<String> lines = Files.readAllLines(Path.of(args[0]));
        long start = System.nanoTime();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (String line : lines) {
                String[] cells = line.split("\t", 2);
                Document document = new Document();
                document.add(new StoredField("id", cells[0]));
                document.add(new TextField("text", cells[1], Field.Store.NO));
                writer.addDocument(document);
            }
        }
        System.err.printf("%.0f documents/s%n", lines.size() / ((System.nanoTime() - start) / 1e9));
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            String[] cells = line.split("\t", 2);
            BooleanQuery.Builder query = new BooleanQuery.Builder();
            for (String term : terms(analyzer, cells[1])) {
                query.add(new TermQuery(new Term("text", term)), BooleanClause.Occur.SHOULD);
            }
            StringBuilder ranks = new StringBuilder();
            for (ScoreDoc hit : searcher.search(query.build(), 10).scoreDocs) {
                ranks.append(ranks.length() == 0 ? "" : " ").append(searcher.doc(hit.doc).get("id"));
            }
            System.out.println(cells[0] + "\t" + ranks);
        }
    }

    private static List<String> terms(Analyzer analyzer, String text) throws Exception {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("text", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        }
        return terms;
    }
}
