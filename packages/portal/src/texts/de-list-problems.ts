/** German for a list that was refused as a whole, each reason by its code. */

import type { enListProblems, ListProblemTexts } from './en-list-problems.ts'

const saveAsCsv =
  'Öffnen Sie sie in Excel, wählen Sie „Speichern unter“, „CSV UTF-8 (durch Trennzeichen getrennt)“, und laden Sie diese Datei hoch.'
const findOrExport =
  'Öffnen Sie die Liste im Browser und übernehmen Sie die Adresse der Website und den Namen, der darüber steht; oder exportieren Sie sie als CSV.'

const texts: ListProblemTexts = {
  empty:
    'Die Liste ist leer: Kein sichtbares Zeichen steht darin. Wählen Sie die Datei mit den Personen, oder fügen Sie mindestens eine Adresse ein.',
  headerOnly:
    'Die Liste hat eine Kopfzeile und niemanden darunter: Die Kopfzeile steht in Zeile {line}, danach folgen nur leere Zeilen. Schreiben Sie die Personen darunter, eine je Zeile.',
  noColumn:
    'Keine Spalte sagt, wer die Personen sind. Die erste Zeile hat diese Spalten: {columns}. Nennen Sie die Spalte mit den Personen so wie eine von diesen: {names}. Dann wählen Sie die Datei noch einmal.',
  noSuchColumn: 'Eine Spalte {column} gibt es nicht: Die Liste hat {width} Spalten. Wählen Sie eine davon.',
  noHeader:
    'Die Liste hat {width} Spalten, aber ihre erste Zeile nennt deren Namen nicht: In Zeile {line} steht schon eine Person. Setzen Sie eine Zeile mit den Namen der Spalten darüber, etwa „UPN,Display name,Department“, und wählen Sie die Datei noch einmal.',
  unterminatedQuote:
    'Ein Anführungszeichen wird geöffnet und nie geschlossen: in dem Datensatz, der in Zeile {line} beginnt. Schließen Sie es, oder nehmen Sie es heraus; innerhalb einer Zelle in Anführungszeichen wird es doppelt geschrieben.',
  recordTooLong:
    'Ein Datensatz ist zu lang für eine Person: Er beginnt in Zeile {line}. Wahrscheinlich wird dort ein Anführungszeichen geöffnet und nicht geschlossen. Sonst schreiben Sie jede Person in eine eigene Zeile.',
  oldWorkbook: `Das ist eine alte Excel-Arbeitsmappe (xls) oder eine mit Kennwort, keine Textdatei: Ihre ersten Bytes sagen es. ${saveAsCsv}`,
  zipFile: `Das ist eine Zip-Datei oder eine Excel-Arbeitsmappe (xlsx), die sich nicht öffnen lässt, keine Textdatei: Ihre ersten Bytes sagen es. ${saveAsCsv}`,
  otherFile: `Das ist eine Datei anderer Art ({format}), keine Textdatei: Ihre ersten Bytes sagen es. ${saveAsCsv}`,
  notText: `Das ist keine Textdatei: Sie enthält NUL-Bytes, das erste in Zeile {line}. ${saveAsCsv}`,
  tooManyBytes:
    'Die Liste ist größer als {megabytes} MB; bis dahin wurde sie gelesen und nicht weiter. Lassen Sie Spalten weg, die nicht gebraucht werden, oder verteilen Sie sie auf mehrere Dateien, jede mit der Kopfzeile oben.',
  tooManyRows:
    'Die Liste hat mehr als {most} Zeilen: Die erste, die zu viel ist, steht in Zeile {line} der Datei. Verteilen Sie sie auf Dateien mit höchstens {most} Zeilen, jede mit der Kopfzeile oben, und laden Sie eine nach der anderen hoch.',
  workbookEmpty:
    'Die Arbeitsmappe ist leer: Keines ihrer Blätter enthält etwas. Schreiben Sie die Personen auf ein Blatt, eine je Zeile.',
  workbookTooLarge: `Die Arbeitsmappe ist zu groß, um als eine gelesen zu werden: Sie darf {megabytes} MB haben und kaum mehr als die Personen enthalten. Kopieren Sie die Spalte mit den Personen in eine eigene Arbeitsmappe. Oder: ${saveAsCsv}`,
  workbookBroken: `Diese Datei lässt sich nicht als Excel-Arbeitsmappe (xlsx) lesen: Sie ist eine Zip-Datei anderer Art oder beschädigt. ${saveAsCsv}`,
  noGroup:
    'Eine Gruppe mit dieser Objekt-ID gibt es nicht. Nehmen Sie die Objekt-ID aus dem Entra Admin Center (Gruppen, Übersicht).',
  groupUnread:
    'Die Gruppe lässt sich nicht lesen: {said} Nehmen Sie die Objekt-ID aus dem Entra Admin Center (Gruppen, Übersicht).',
  directory:
    'Das Verzeichnis lässt sich nicht lesen: {said} Es ist der Mandant, der ablehnt, nicht die Liste. Öffnen Sie Mandanten, wählen Sie „Berechtigungen prüfen“, erteilen Sie, was dort steht, und beginnen Sie von vorn.',

  listUnread:
    'Die Liste lässt sich nicht lesen: {said} Es ist der Mandant, der ablehnt, nicht die Liste. Erteilen Sie der App Sites.Selected mit Lesezugriff auf diese Website (oder Sites.Read.All), oder nehmen Sie stattdessen den CSV-Export.',
  noSite: `Unter {site} gibt es keine Website. ${findOrExport}`,
  noList: `Die Website hat keine Liste namens „{list}“. ${findOrExport}`,
  listGone: `Die Liste ist verschwunden; sie war da, als das Lesen begann. ${findOrExport}`,
  noPeopleColumn:
    'Keine Spalte nennt die Personen: Es gibt weder „Title“ noch „ObjectId“. Die Spalten, die niemand kennt, sind: {columns}. Sagen Sie, welche es ist: Ordnen Sie die Spalte mit dem UPN „Title“ zu.',
  exportEmpty:
    'In der Datei steht nichts. Öffnen Sie die Liste in SharePoint und wählen Sie „Exportieren“, „In CSV exportieren“.',
  listTooLong:
    'Die Liste hat mehr als {most} Zeilen; so weit wurde sie gelesen und nicht weiter. Exportieren Sie Teile davon als CSV, und übernehmen Sie einen nach dem anderen.',
}

export const deListProblems: typeof enListProblems = { listProblemText: code => texts[code] }
