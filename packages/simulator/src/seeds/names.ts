/** The names, departments and places that generated people are drawn from: one table per language, written by hand. */

export interface Culture {
  /** Language tag as Entra keeps it in `preferredLanguage`. */
  language: string
  /** ISO 3166 country for `usageLocation`. */
  country: string
  office: string
  /** How often, relative to the other cultures. */
  weight: number
  givenNames: readonly string[]
  surnames: readonly string[]
}

export interface Department {
  name: string
  weight: number
  titles: readonly string[]
}

export const cultures: readonly Culture[] = [
  {
    language: 'en-GB',
    country: 'GB',
    office: 'Bristol',
    weight: 30,
    givenNames:
      list(`Amelia Arthur Beatrice Callum Charlotte Daniel Eleanor Ethan Fiona George Grace Harriet Hugo
      Imogen Isaac Jasmine Kieran Laura Liam Maeve Marcus Nadia Niall Olivia Oscar Poppy Rhys Rosalind Samuel Tamsin
      Theo Violet Zara Aoife Blake Declan Erin Gareth Hazel Ivor`),
    surnames:
      list(`Abernathy Ashworth Barker Blackwood Byrne Caldwell Carver Clarke Donnelly Dunmore Ellery Fairbairn
      Fenwick Gallagher Garrick Hartley Holloway Hughes Irving Jessop Kavanagh Kendrick Langley Lovell MacBride Marsh
      McAllister Merriweather Nolan O'Connor O'Hara Pemberton Penrose Quigley Radcliffe Redfern Sinclair Stanhope
      Tennant Thorne Trevelyan Underhill Vaughan Wainwright Whitlock Winslow Wren Yardley Yates Younger`),
  },
  {
    language: 'de-DE',
    country: 'DE',
    office: 'Hamburg',
    weight: 25,
    givenNames:
      list(`Anja Anton Bettina Björn Carsten Clara Dörte Elias Emilia Felix Franziska Gerrit Greta Hannes
      Heike Ida Ingo Jana Jörg Jürgen Käthe Konrad Lars Lena Leonie Lukas Marlene Matthias Nele Oskar Paula Philipp
      Ralf Sabine Sönke Stefanie Thilo Ulrike Volker Wiebke`),
    surnames:
      list(`Ahrens Bachmann Baumgärtner Becker Böhm Brandt Dietrich Dörfler Eberhardt Engel Fischer Förster
      Friedrich Gärtner Günther Hartmann Heinemann Hoffmann Jäger Kästner Keller Köhler König Krämer Krüger Lehmann
      Lindner Lüdtke Mayer Möller Müller Neumann Oltmann Petersen Pfeiffer Quandt Richter Rößler Schäfer Schröder
      Schulze Steinbach Strauß Thiele Uhlig Vogel Wagner Weiß Winkler Ziegler`),
  },
  {
    language: 'nl-NL',
    country: 'NL',
    office: 'Utrecht',
    weight: 12,
    givenNames:
      list(`Anouk Bas Bram Daan Eefje Esmee Femke Floor Gijs Hanneke Ilse Jasper Jeroen Joost Karin Koen
      Lieke Maarten Marijke Mees Merel Niels Noor Pieter Roos Ruben Sander Sanne Sjoerd Stijn Teun Tess Tijn Veerle
      Wessel Willemijn Wouter Yara Yvonne Zoë`),
    surnames:
      list(`Aalbers Bakker Blom Boersma Brouwer Claassen Dekker Dijkstra Driessen Evers Faber Geerts Groen
      Haan Hendriks Hoekstra Huisman Jansen Jonker Kok Koster Kuiper Lammers Martens Meijer Molenaar Mulder Nijhuis
      Oosterhuis Peeters Postma Prins Reinders Roelofs Sanders Schouten Smit Timmermans Verbeek Verhoeven Vermeer
      Visser Vos Wiersma Willems Wolters Zandstra Zijlstra Zuidema Zwart`),
  },
  {
    language: 'fr-FR',
    country: 'FR',
    office: 'Lyon',
    weight: 13,
    givenNames:
      list(`Adèle Antoine Aurélie Bastien Camille Cédric Chloé Clément Delphine Élodie Émile Étienne Fabrice
      Françoise Gaëlle Guillaume Hélène Inès Jérôme Joël Juliette Léa Loïc Lucie Maëlys Margaux Mathilde Maxime Noémie
      Océane Olivier Pascal Pauline Raphaël Rémi Solène Sylvain Thibault Valérie Yannick`),
    surnames:
      list(`André Aubert Barbier Béranger Blanchard Bonnet Bouvier Caron Chevalier Colin Cordier Daniel
      Delacroix Deschamps Dubois Dupré Fabre Faure Fournier Gauthier Girard Guérin Hébert Joly Lacroix Lambert Lefèvre
      Lemaire Leroy Marchand Mercier Meunier Michel Moreau Noël Perrin Picard Poirier Renard Rivière Robin Rousseau
      Roux Sauvage Simon Tessier Thibaut Valois Vasseur Vidal`),
  },
  {
    language: 'es-ES',
    country: 'ES',
    office: 'Valencia',
    weight: 10,
    givenNames:
      list(`Adrián Álvaro Ana Andrés Beatriz Begoña Carmen César Cristina Diego Elena Emilio Esteban Gonzalo
      Hugo Inés Íñigo Isabel Javier Jimena Joaquín Jorge Julia Lucía Luis Manuel Marina Mateo Nuria Óscar Paloma Raúl
      Rocío Rubén Sara Sergio Sofía Teresa Tomás Ximena`),
    surnames:
      list(`Aguilar Alonso Álvarez Benítez Blanco Cabrera Calvo Campos Castillo Crespo Cruz Delgado Díaz
      Domínguez Esteban Fernández Flores Fuentes Gallego García Gil Gómez Herrera Ibáñez Iglesias Jiménez León López
      Lozano Marín Medina Méndez Molina Morales Muñoz Navarro Núñez Ortega Peña Prieto Ramos Rojas Rubio Sánchez Santos
      Serrano Soler Torres Vega Vidal`),
  },
  {
    language: 'pl-PL',
    country: 'PL',
    office: 'Gdańsk',
    weight: 6,
    givenNames:
      list(`Agnieszka Bartosz Błażej Dorota Ewa Filip Grażyna Grzegorz Halina Jacek Jadwiga Jakub Justyna
      Kacper Kinga Łucja Łukasz Maciej Magda Małgorzata Michał Mikołaj Oliwia Paweł Piotr Radek Stanisław Szymon Urszula
      Wanda Wiktor Wojciech Zofia Zuzanna Żaneta Tadeusz Renata Marek Iwona Hubert`),
    surnames:
      list(`Adamczyk Banaś Bąk Borkowski Chmiel Cieślak Czarnecki Dąbek Duda Dziuba Fijałek Gajda Głowacz
      Górecki Jabłoński Jaworski Kaczmarek Kalinowski Kępa Kozak Król Kubiak Lis Łukasik Madej Mazur Mróz Nowak
      Olszewski Pająk Piątek Pietrzak Rogala Rybak Sadowski Sikora Sobczak Stępień Szulc Ślusarczyk Tomczak Urban
      Walczak Wieczorek Wilk Woźniak Wrona Zając Zieliński Żak`),
  },
  {
    language: 'pt-PT',
    country: 'PT',
    office: 'Porto',
    weight: 4,
    givenNames:
      list(`Afonso Amália André Beatriz Bernardo Catarina Cláudia Conceição Diogo Duarte Eduardo Filipa
      Francisco Gonçalo Guilherme Helena Henrique Inês João Joana José Leonor Luís Madalena Mafalda Margarida Matilde
      Miguel Nuno Pedro Raquel Ricardo Rita Rodrigo Rui Sónia Susana Teresa Tiago Vasco`),
    surnames:
      list(`Abreu Almeida Andrade Antunes Azevedo Baptista Barbosa Brandão Brito Cardoso Carneiro Carvalho
      Coelho Correia Costa Cunha Dias Esteves Faria Ferreira Figueiredo Fonseca Freitas Gaspar Gomes Gonçalves Guerreiro
      Henriques Leite Lopes Machado Magalhães Marques Matos Mendes Monteiro Moreira Moura Neves Nogueira Oliveira
      Pacheco Pereira Pinheiro Ribeiro Santana Silva Simões Tavares Teixeira`),
  },
]

export const departments: readonly Department[] = [
  { name: 'Production', weight: 26, titles: ['Machine Operator', 'Shift Planner', 'Process Technician'] },
  { name: 'Sales', weight: 16, titles: ['Account Manager', 'Sales Representative', 'Tender Specialist'] },
  { name: 'Logistics', weight: 14, titles: ['Dispatcher', 'Warehouse Clerk', 'Customs Specialist'] },
  {
    name: 'Customer Service',
    weight: 12,
    titles: ['Service Agent', 'Complaints Specialist', 'Field Technician'],
  },
  { name: 'Engineering', weight: 11, titles: ['Design Engineer', 'Test Engineer', 'Software Developer'] },
  { name: 'Finance', weight: 8, titles: ['Accountant', 'Controller', 'Payroll Clerk'] },
  { name: 'IT', weight: 6, titles: ['Systems Engineer', 'Service Desk Agent', 'Network Engineer'] },
  { name: 'Human Resources', weight: 4, titles: ['Recruiter', 'HR Partner', 'Training Coordinator'] },
  { name: 'Legal', weight: 2, titles: ['Counsel', 'Contract Specialist', 'Privacy Officer'] },
  { name: 'Board Office', weight: 1, titles: ['Executive Assistant', 'Strategy Analyst', 'Chief of Staff'] },
]

/** Companies that guests come from. */
export const partnerDomains: readonly string[] = ['fabrikam.example', 'northwind.example', 'tailspin.example']

/** Makes a name fit for the part of an address before the `@`: lower case, no accents, no blanks; `ö` becomes `oe`. */
export function toLocalPart(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüßłøđ]/g, letter => transcriptions[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z0-9'.-]/g, '')
}

const transcriptions: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ł: 'l', ø: 'oe', đ: 'd' }

function list(words: string): string[] {
  return words.split(/\s+/)
}
